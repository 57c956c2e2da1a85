// A shift: the plan of one working day, as a clerk writes it. docs of each rule: attendance rules §3.
#pragma once

#include "model/attendance/day_clock.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::model::attendance {

struct section {
    minutes on{};
    minutes off{};
    std::optional<minutes> cut;  // in the gap after it; else the gap's middle
    bool operator==(const section&) const = default;
};

struct fixed_break {
    clock_span between;
    bool paid = false;
};

struct punched_break {
    minutes length{};
    clock_span within;
    bool paid = false;
};

enum class rounding_way { none, up, down, nearest };

struct rounding {
    rounding_way way = rounding_way::none;
    minutes step{1};
};

struct late_out_step {
    minutes out{};
    minutes start{};
};

enum class missing_as { unproven, worked, absent };

struct shift {
    std::string name;
    bool hours = false;             // [A-10] `need` minutes in a band, in place of sections
    std::vector<section> sections;
    bool no_in = false;
    bool no_out = false;
    minutes window_before{120};
    minutes window_after{240};
    minutes grace_late{};
    minutes grace_early{};
    bool from_grace = false;
    std::optional<minutes> serious;
    std::optional<minutes> absent_late;
    std::optional<minutes> absent_early;
    bool absent_section = false;
    minutes flex_late{};
    minutes flex_early{};
    std::vector<fixed_break> breaks;
    std::vector<punched_break> punched_breaks;
    rounding round_in;
    rounding round_out;
    minutes stay{60};
    attendance::missing_as missing = attendance::missing_as::unproven;
    bool free_edge = false;
    std::vector<late_out_step> late_out;
    minutes need{};
    clock_span band;
    std::optional<clock_span> core;

    // Of a fixed shift its first on and last off, of an hours shift its band.
    minutes begin() const { return hours ? band.from : sections.front().on; }
    minutes end() const { return hours ? band.to : sections.back().off; }
    clock_span claim() const;  // [A-13][A-27][A-56]
    // after which section `at` comes: its cut, in clock minutes.
    minutes cut_after(std::size_t index) const;
};

// [A-29] `refused` says why a shift cannot be saved, `warned` what the clerk should look at.
struct shift_findings {
    std::vector<std::string> refused;
    std::vector<std::string> warned;
};
shift_findings check(const shift& what);
// Of a rotation's neighbours: their claims overlap by more than eight hours.
bool claims_overlap_too_far(const shift& first, const shift& next);

minutes rounded(minutes clock, const rounding& how);

}  // namespace gatehouse::model::attendance
