// Sums of one person's kept days, field by field of a layout.
#pragma once

#include "ops/attendance/report_words.hpp"

namespace gatehouse::ops::attendance {

struct person_sums {
    std::vector<std::int64_t> sums;     // minutes and times; days in hundredths
    std::vector<std::int64_t> as_days;  // hundredths of the planned minutes of each date
    bool any = false;                   // whether there was a day
};

person_sums sum_up(const layout& fields, const std::vector<store::attendance::kept_day>& days);
// Of all days of one person that stand in `onto`.
void add(person_sums& onto, const person_sums& what);
void put(const layout& fields, const person_sums& what, record& onto);

}  // namespace gatehouse::ops::attendance
