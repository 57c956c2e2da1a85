// The clock of one shift day in its zone: minutes past its midnight, and the instants they are to
//
#pragma once

#include "model/attendance/span.hpp"
#include "model/civil_date.hpp"

#include <optional>
#include <string>

namespace gatehouse::model::attendance {

// Clock times of a shift day, in minutes past its midnight: 26:00 is 02:00 on the next date.
struct clock_span {
    minutes from{};
    minutes to{};
    bool operator==(const clock_span&) const = default;
};

class day_clock {
public:
    day_clock(const time_zone& zone, civil_day date);

    civil_day date() const { return date_; }
    const time_zone& zone() const { return *zone_; }
    // A clock time that daylight saving skips is the first instant after the gap, one that comes twice its
    // first.
    moment at(minutes past_midnight) const;
    span at(clock_span between) const { return {at(between.from), at(between.to)}; }
    // The reverse: below zero on a date before, from 1440 on the date after.
    minutes past_midnight(moment at) const;
    civil_day date_of(moment at) const;

private:
    const time_zone* zone_;
    civil_day date_;
    std::optional<minutes> offset_;  // of the zone, where it is the same all around this date
};

// "09:04", "30:10", "-1 23:50".
std::string clock_text(minutes past_midnight);
using model::date_text;

}  // namespace gatehouse::model::attendance
