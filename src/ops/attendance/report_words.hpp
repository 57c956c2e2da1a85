// What kept days say, and the words for it in both languages.
#pragma once

#include "model/attendance/day_words.hpp"
#include "ops/attendance/report_kinds.hpp"
#include "store/attendance/days.hpp"

#include <functional>

namespace gatehouse::ops::attendance {

namespace rules = model::attendance;

// Words that are not ours, which a newer server wrote, count as a day of nothing.
rules::kept_result read(const store::attendance::kept_day& what);
// Every account and every count that is not zero, by the name of its field; `leave` is all leave.
void each_value(const rules::kept_result& of,
                const std::function<void(std::string_view name, std::int64_t many)>& visit);

// Late to partly absent, or a punch that proved nothing: what a clerk looks at first.
bool has_fault(const std::set<rules::status>& of);

// "late, leave", 「迟到、请假」.
std::string status_text(const std::set<rules::status>& of, report_language in);
// One sign for a date of a grid: 旷 缺 迟 退 ● 假 差 加 √ 节 休, the first that applies; ●: something else is
// to be looked at, or the day is not over.
std::string sign_of(const std::set<rules::status>& of);
// "annual", 「年休假」.
std::string leave_name(std::string_view type, report_language in);

}  // namespace gatehouse::ops::attendance
