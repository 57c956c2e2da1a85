// Which section a punch belongs to, and which of a section's punches are its in and its out. Attendance rules
// §6.3.
#pragma once

#include "model/attendance/day_result.hpp"

namespace gatehouse::model::attendance {

// Points as expectation moved them, flex left aside.
struct effective_points {
    moment on{};
    moment off{};
};

// A punch without direction takes that of its nearest effective point.
void take_directions(std::vector<kept_punch>& punches, const std::vector<effective_points>& points);

// One list for each section; what is left over of a gap goes to `onto`.
std::vector<std::vector<kept_punch>> divide(const std::vector<kept_punch>& punches, const shift& what,
                                            reading_way way, day_result& onto);

struct section_query {
    std::size_t index = 0;
    std::vector<kept_punch> punches;
    effective_points points;
    minutes stay{};
    reading_way way = reading_way::first_last;
    bool waive_in = false;
    bool waive_out = false;
    std::optional<moment> corrected_in;
    std::optional<moment> corrected_out;
    std::optional<span> field_on;  // field work over the on, or over the off
    std::optional<span> field_off;
};

struct section_reading {
    std::optional<edge> in;
    std::optional<edge> out;
    std::vector<kept_punch> inner;
    span_set away;
    bool punched = false;  // there was something to read, readable or not
};

section_reading read(const section_query& asked, day_result& onto);

// The inner punches: first those of punched breaks, of which each that was punched is answered, then
// by the reading [A-68][A-69].
std::vector<std::optional<span>> take_inner(section_reading& of, reading_way way,
                                            const std::vector<punched_break>& breaks, day_result& onto);

}  // namespace gatehouse::model::attendance
