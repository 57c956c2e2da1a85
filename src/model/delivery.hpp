// One message on its way to one channel, and the rules of trying again.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

enum class delivery_state : std::uint8_t {
    pending,
    delivered,
    dead,     // given up, to be looked at: may be sent again by hand
    dropped,  // nobody wants it any more: too old to tell, or its channel is gone
};

struct delivery {
    delivery_id id;
    std::string message;  // what the receiver knows it by: "msg_…", the same at every attempt
    organization_id organization;
    punch_number punch;
    channel_id channel;
    delivery_state state = delivery_state::pending;
    std::int64_t attempts = 0;  // since it became pending
    base::instant next_attempt;
    base::instant made_at;
    base::instant pending_since;  // later than made_at: it was sent again by hand
    std::optional<std::string> outcome;
};

std::string_view name_of(delivery_state state);
std::optional<delivery_state> delivery_state_from(std::string_view name);

enum class attempt_end : std::uint8_t {
    delivered,
    failed,     // may succeed another time
    refused,    // can never succeed: the guard forbids the address
    gone,       // the receiver wants nothing any more
    abandoned,  // we stopped before it ended: as if it had not been
};

struct attempt {
    base::instant at;
    std::chrono::milliseconds took{0};
    attempt_end end = attempt_end::failed;
    std::optional<unsigned> status;
    std::string outcome;  // a sentence for people; holds nothing of the receiver's answer but its status
    std::optional<std::chrono::seconds> wait;  // the receiver asks not to be called before
};

// Standard Webhooks: what lies between an attempt and the next, the first of which is made at once.
inline constexpr std::array<std::chrono::seconds, 9> retry_gaps{
    std::chrono::seconds(5), std::chrono::minutes(5), std::chrono::minutes(30),
    std::chrono::hours(2),   std::chrono::hours(5),   std::chrono::hours(10),
    std::chrono::hours(14),  std::chrono::hours(20),  std::chrono::hours(24)};

// Waits longer than this are not granted to a receiver.
inline constexpr std::chrono::hours longest_wait{24};

// How long a delivery may stay pending: the whole schedule, and time for a receiver that was spared
// meanwhile.
inline constexpr std::chrono::hours longest_pending{84};

struct next_step {
    delivery_state state = delivery_state::pending;
    base::instant next_attempt;  // while pending
};

// What follows an attempt that was not abandoned. `made` counts the attempts since the delivery became
// pending, this one included; `spread` from -1 to 1 moves the gap by up to a tenth, so that those who failed
// together do not come back together.
next_step after(const attempt& what, std::int64_t made, double spread);

}  // namespace gatehouse::model
