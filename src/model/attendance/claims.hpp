// Which punches count, at what time, and to which shift day each belongs. Attendance rules §6.1 and §6.2.
#pragma once

#include "base/clock.hpp"
#include "model/attendance/request.hpp"
#include "model/attendance/schedule.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::model::attendance {

enum class direction { none, in, out };

struct punch {
    std::uint64_t id = 0;
    std::string fingerprint;  // the same one is the same punch
    base::instant device_time{};
    std::chrono::seconds device_ahead{};  // how far the device's clock ran ahead then
    bool clock_unknown = false;           // [A-51][A-161]
    direction way = direction::none;
    std::optional<base::instant> received;
    bool allowed = true;
};

enum class left_out_reason {
    folded,
    future,
    not_employed,
    outside_window,
    between,
    unpaired,
    replaced,
    not_allowed,
};

// A punch that counts, at its effective minute.
struct kept_punch {
    const punch* origin = nullptr;
    moment at{};
    direction way = direction::none;
};

struct left_out_punch {
    const punch* origin = nullptr;
    moment at{};
    left_out_reason why = left_out_reason::folded;
};

struct point {
    moment at{};
    bool on = true;
};

// The span of time whose punches a shift day takes, both ends included, and its planned points
// [A-56][A-57][A-59].
struct claim {
    moment opens{};
    moment closes{};
    std::vector<point> points;
};
std::optional<claim> claim_of(const scheduled_day& day, const std::vector<const request*>& in_force);

struct claimed_day {
    std::vector<kept_punch> kept;  // in order of time
    std::vector<left_out_punch> left_out;
    trace why;
};

// `days` stand one after another; punches that belong to none of them are not among the answers. The order in
// which punches are given, and repeats among them, change nothing.
std::vector<claimed_day> assign(const std::vector<scheduled_day>& days,
                                const std::vector<std::optional<claim>>& claims,
                                const std::vector<punch>& punches, base::instant now);

std::string_view name_of(left_out_reason why);

}  // namespace gatehouse::model::attendance
