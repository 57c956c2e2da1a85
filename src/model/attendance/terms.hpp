// What statuses, accounts and leave types are called in either language (spec/attendance.md §1, §7.1, §9.2,
// §10).
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

// "late", 「迟到」.
std::string_view term_of(status what, language in);
// "annual", 「年休假」; a type that an organization made is called as it called it.
std::string leave_term(std::string_view type, language in);
// By the name that by_name() gives: "leave.annual", 「年休假」; "ot_rest", 「休息日加班」.
std::string account_term(std::string_view name, language in);

}  // namespace gatehouse::model::attendance
