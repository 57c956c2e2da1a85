// The statements of each block of a case.
#pragma once

#include "model/attendance/cases/clerk_case.hpp"
#include "model/attendance/clerk/rule_words.hpp"

namespace gatehouse::model::attendance::cases {

using clerk::bad_statement;
using clerk::statement;

void read_rule(statement& line, clerk_case& into);
void read_schedule(statement& line, clerk_case& into);
void read_punches(statement& line, clerk_case& into);
void read_phone(statement& line, clerk_case& into);
void read_approval(statement& line, clerk_case& into);
void read_expectation(statement& line, std::size_t number, clerk_case& into);

// "rest", or a shift's name.
plan read_plan(statement& line, const clerk_case& from);
base::instant read_instant(statement& line, const clerk_case& from);

}  // namespace gatehouse::model::attendance::cases
