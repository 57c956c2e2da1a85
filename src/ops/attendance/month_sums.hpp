// The sums of a period, from days as they are kept: nothing is judged again.
#pragma once

#include "model/attendance/month.hpp"
#include "ops/attendance/office.hpp"
#include "store/attendance/days.hpp"

namespace gatehouse::ops::attendance {

struct period_sums {
    model::person_id person;
    rules::columns sums;  // in hundredths; "adjust.worked" is what locked periods owe
    std::set<std::string> warnings;
    std::int64_t days = 0;     // that have a result
    std::int64_t pending = 0;  // of them
    bool locked = false;       // each date of it
};
period_sums sums_of(store::connection& sql, const office& at, model::person_id who, model::civil_day first,
                    model::civil_day last);
// Of days that were read already, in order; the group is the one in which they were last.
rules::month_summary sums_of(const std::vector<store::attendance::kept_day>& days, const office& at,
                             const std::vector<store::attendance::assignment>& assigned,
                             model::civil_day first, model::civil_day last);

// "21", "0.5", "-3.25"
std::string hundredths_text(long hundredths);
// The calendar month that holds the date.
std::pair<model::civil_day, model::civil_day> month_of(model::civil_day date);

}  // namespace gatehouse::ops::attendance
