// Rules and requests in a clerk's words (spec/attendance.md §16.1): as cases tell them, as the API takes them
// and as the store keeps them. Every function throws bad_statement.
#pragma once

#include "model/attendance/clerk/statement.hpp"
#include "model/attendance/request.hpp"
#include "model/attendance/schedule.hpp"

#include <functional>

namespace gatehouse::model::attendance::clerk {

// Where in the book of rules a shift of that name stands; nothing: there is none.
using find_shift = std::function<std::optional<std::size_t>(std::string_view name)>;

// "rest", or a shift's name.
plan read_plan(statement& line, const find_shift& shifts);
const time_zone* read_zone(statement& line);

// "09:00-12:00 and 13:00-18:00 no out", "hours 480 band 7:00-22:00 core 10:00-16:00".
shift read_hours(statement& line, std::string name);
// Whether a line that begins so is a rule of a shift.
bool is_shift_rule(std::string_view word);
void read_shift_rule(statement& line, shift& into);
// A whole shift: its hours, then its rules, a line each. What check() refuses is a bad statement, too.
shift read_shift(const std::string& name, const std::vector<std::string>& lines);

// False: it is no rule of a group; then nothing was taken.
bool read_group_rule(statement& line, const find_shift& shifts, group_rules& into);
// A whole group, in a zone of its own or in `home`.
group_rules read_group(const std::vector<std::string>& lines, const find_shift& shifts,
                       const time_zone& home);

// "Night Night rest from 2026-09-30 until 2026-12-31 phase 1", behind its name.
rotation read_rotation(statement& line, const find_shift& shifts);

// "holiday 2026-10-01..2026-10-03", "workday 2026-10-10 as Fri".
void read_calendar_days(statement& line, std::map<civil_day, calendar_day>& into);

// "leave annual 2026-03-16 morning": all of a request but who asks and what became of it.
request read_request(statement& line);

}  // namespace gatehouse::model::attendance::clerk
