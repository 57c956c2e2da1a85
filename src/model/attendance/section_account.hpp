// One section's expected minutes, divided: worked, late, early, away, unproven, absent. Attendance rules
// §9.1.
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

struct section_facts {
    std::size_t index = 0;
    const shift* what = nullptr;
    span_set expected;  // E
    span_set field;     // field work inside it
    std::optional<edge> in;
    std::optional<edge> out;
    span_set away;
    bool waive_in =
        false;  // nobody asks when they came: by the shift, a free edge, or field work over the point
    bool waive_out = false;
    bool punched = false;
    bool pending = false;
    std::optional<moment> start;  // lateness counts from here
};

struct section_account {
    span_set worked;
    span_set late;
    span_set early;
    span_set away;
    span_set unproven;
    span_set absent;
    bool is_late = false;  // also where no minute of it counts after rounding
    bool is_seriously_late = false;
    bool is_early = false;
    bool missing_in = false;
    bool missing_out = false;
    bool no_proof = false;
    bool absent_by_late = false;
    bool absent_by_early = false;
    span_set late_missed;  // what came to late, or to absent in its place
    span_set early_missed;
};

// Says its steps to the result's trace; its counts of times and its statuses are added up there, too.
section_account account(const section_facts& facts, day_result& onto);

// What an edge counts from, or until.
moment counted(const edge& what, const rounding& how, const day_clock& clock);

}  // namespace gatehouse::model::attendance
