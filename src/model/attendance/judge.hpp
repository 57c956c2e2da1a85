// A person's days: a pure function of punches, schedule, rules, calendar, requests and now.
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

struct history {
    const rule_book* book = nullptr;
    const person_schedule* person = nullptr;
    std::vector<punch> punches;
    std::vector<request> requests;
    base::instant now{};
};

// One result for each date, first and last included; they point into the history.
std::vector<day_result> judge(const history& of, civil_day first, civil_day last);

}  // namespace gatehouse::model::attendance
