// Overtime of one day: by kind of minute, mode, breaks and limits. Attendance rules §8.
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

struct day_input;

struct overtime_facts {
    const scheduled_day* day = nullptr;
    const rule_book* book = nullptr;  // for the kind of each civil date
    span_set planned;                 // never overtime
    span_set proven;                  // first in to last out, less away; without shift all presence
    span_set approved;
    span_set trip;    // of a date without shift, where the group counts it
    span_set worked;  // planned minutes that were worked
    // Of a shift day: what `punched` may take at its end, and before its first on. With the last off given
    // `after` is counted from there, else from the begin of what there is.
    span_set at_end;
    span_set before_shift;
    std::optional<moment> last_off;
};

// With what every kind of day gives alike: the day, the rules, what was approved.
overtime_facts begin_overtime(const day_input& input, const day_clock& clock);
// Adds to the accounts, the warnings and the hints of the result.
void count_overtime(const overtime_facts& facts, day_result& onto);

}  // namespace gatehouse::model::attendance
