// How a machine's clock went, from what it said the time is at each contact: what a time of its own means.
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <span>
#include <vector>

namespace gatehouse::model {

// While it was off by the same. Spans may overlap where nobody knows when the clock was changed.
struct clock_span {
    base::instant since;                                // the epoch: as long as can be
    std::optional<base::instant> until{};               // none: still
    std::optional<std::chrono::milliseconds> offset{};  // its time less ours; none: not measured
    base::instant measured_at{};

    friend bool operator==(const clock_span&, const clock_span&) = default;
};
using clock_history = std::vector<clock_span>;  // newest first

struct clock_reading {
    std::optional<base::instant> says;  // none: it has no time
    base::instant received_at;
    bool is_set_now = false;  // it asked for the time, and takes what it is answered
};

// Of measurements the one that was under way for the shortest time counts, for ten minutes.
clock_history with_reading(clock_history before, const clock_reading& what);

// A clock that is off by no more than this is right.
inline constexpr std::chrono::seconds tolerated_offset{60};

struct device_time {
    base::instant corrected;
    bool is_off = false;  // the clock is known to have been off then, and this is corrected by what it was
};
// Where it is not known how far the clock was off, the time stands as it is.
device_time judge_device_time(std::span<const clock_span> history, base::instant says,
                              base::instant received_at);

}  // namespace gatehouse::model
