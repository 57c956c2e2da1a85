// The sums of a period, and what a locked period's results would have become.
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

// A column's value in hundredths, so that days have two decimals.
using columns = std::map<std::string, long>;

struct month_facts {
    std::vector<const day_result*> days;  // of the period, in order
    const group_rules* group = nullptr;
    minutes standard{};  // of the period, for the comprehensive system
};

struct month_summary {
    columns sums;
    std::set<std::string> warnings;
};

month_summary summarize(const month_facts& facts);

// Eight hours for each workday of the calendar.
minutes standard_hours(const calendar& days, civil_day first, civil_day last);

// By kind of minutes: what is to be booked, beside what has been booked before.
std::map<std::string, minutes> adjustment(const accounts& stored,
                                          const std::map<std::string, minutes>& booked, const accounts& now);

}  // namespace gatehouse::model::attendance
