// What was granted to somebody, as their days are judged by it.
#pragma once

#include "ops/attendance/office.hpp"

namespace gatehouse::ops::attendance {

// Requests and swaps that touch the dates, both included. What ended after it was approved is said, and
// counts no more [A-90][A-101].
void add_granted(store::connection& sql, const office& at, model::person_id who, model::civil_day first,
                 model::civil_day last, case_file& onto);

// What a colleague's rotation or week gives for a date; that is what a swap takes.
rules::plan plan_of_colleague(store::connection& sql, const office& at, model::person_id who,
                              model::civil_day date);

}  // namespace gatehouse::ops::attendance
