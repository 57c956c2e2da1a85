// Which dates are statutory holidays, days off and make-up workdays. Attendance rules §5.
#pragma once

#include "model/time_zone.hpp"

#include <map>
#include <optional>

namespace gatehouse::model::attendance {

enum class day_kind { plain, holiday, rest, workday };

struct calendar_day {
    day_kind kind = day_kind::plain;
    std::optional<std::chrono::weekday>
        stands_for;  // of a make-up workday, where the calendar says it
    bool operator==(const calendar_day&) const = default;
};

struct calendar {
    std::map<civil_day, calendar_day> published;
    std::map<civil_day, calendar_day> own;  // an organization's own days stand over the published ones

    calendar_day on(civil_day date) const;
    // other years are published, this one is not.
    bool unpublished(civil_day date) const;
};

// The published list only says off or working; which off days are statutory is shipped for 2024 to
// 2026.
bool is_statutory(civil_day date);
day_kind published_kind(civil_day date, bool off);

}  // namespace gatehouse::model::attendance
