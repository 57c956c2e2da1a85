// Which shift a person has on which date. Attendance rules §4 and §5.
#pragma once

#include "base/clock.hpp"
#include "model/attendance/group.hpp"
#include "model/attendance/trace.hpp"

namespace gatehouse::model::attendance {

struct override_day {
    civil_day date;
    plan what;
    const time_zone* zone = nullptr;  // null: the group's
    base::instant decided{};
};

// With an own other day, or with what a colleague had.
struct swap_day {
    civil_day date;
    std::optional<civil_day> with;
    plan gets;
};

struct rotation {
    std::vector<plan> cycle;
    civil_day first;
    int phase = 0;
    std::optional<civil_day> until;  // the last date
};

struct person_schedule {
    std::optional<civil_day> joined;
    std::optional<civil_day> left;
    std::vector<override_day> overrides;
    std::vector<swap_day> swaps;
    std::vector<rotation> rotations;  // on a date the one that began last counts
    // First and last date of when somebody should have neither nights nor overtime: seven months
    // pregnant, nursing, under age.
    std::vector<std::pair<civil_day, civil_day>> spared;

    bool employed(civil_day date) const
    {
        return (!joined || *joined <= date) && (!left || date <= *left);
    }
};

enum class schedule_source { not_employed, override_, swap, rotation, week, none };

struct scheduled_day {
    civil_day date;
    const time_zone* zone = nullptr;
    const group_rules* group = nullptr;
    const shift* what = nullptr;  // null: rest, or nothing planned
    schedule_source source = schedule_source::none;
    day_kind calendar = day_kind::plain;
    bool unpublished = false;
    bool spared = false;
    trace why;

    bool employed() const { return source != schedule_source::not_employed; }
    day_clock clock() const { return {*zone, date}; }
};

scheduled_day schedule(const rule_book& book, const person_schedule& person, civil_day date);

// Why a swap is refused, or what about it is to be confirmed; null: nothing.
struct swap_findings {
    bool locked = false;
    bool too_little_rest = false;
};
swap_findings check_swap(const rule_book& book, const person_schedule& person, const swap_day& asked,
                         const std::vector<civil_day>& locked);

// Of the dates that a change touches: the locked ones are refused and listed, the others are done.
struct parted_dates {
    std::vector<civil_day> done;
    std::vector<civil_day> refused;
};
parted_dates part_locked(const std::vector<civil_day>& touched, const std::vector<civil_day>& locked);

// Rest between the end of one scheduled shift and the begin of the next; nothing where one has no
// shift.
std::optional<minutes> rest_between(const scheduled_day& day, const scheduled_day& next);

}  // namespace gatehouse::model::attendance
