// Sums of one person over a period, field by field of a layout.
#pragma once

#include "ops/attendance/month_sums.hpp"
#include "ops/attendance/report_words.hpp"

namespace gatehouse::ops::attendance {

struct person_sums {
    std::vector<std::int64_t> sums;     // minutes and times; days in hundredths
    std::vector<std::int64_t> as_days;  // hundredths of the planned minutes of each date
};

// `days`: those of the period, where minutes are to be shown as days; else none.
person_sums sum_up(const layout& fields, const rules::columns& sums,
                   const std::vector<store::attendance::kept_day>& days);
void add(person_sums& onto, const person_sums& what);
void put(const layout& fields, const person_sums& what, record& onto);

}  // namespace gatehouse::ops::attendance
