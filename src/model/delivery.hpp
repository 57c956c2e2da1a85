// One message on its way to one channel, and the rules of trying again.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::model {

enum class delivery_state : std::uint8_t {
    pending,
    delivered,
    dead,     // given up, to be looked at: may be sent again by hand
    dropped,  // nobody wants it any more: too old to tell, or its channel is gone
};

// What a message about a visit says, and to whom; the first four as the visitor system's templates are named.
enum class notice_kind : std::uint8_t {
    approval_reminder,  // to the host: somebody applied
    host_signin,        // to the host: they are here
    approval_pass,      // to the visitor: they may come
    guest_signin,       // to each guest: their pass
    face_entry,         // to the face host: this guest may pass
    face_removal,       // to the face host: no longer
};
template <>
inline constexpr std::array<std::string_view, 6> enumerator_names<notice_kind>{
    "approval_reminder_to_employee",
    "visitor_signin_to_employee",
    "approval_pass_to_visitor",
    "signin_to_visitor",
    "face_entry",
    "face_removal"};

struct delivery {
    delivery_id id;
    std::string message;  // what the receiver knows it by: "msg_…", the same at every attempt
    organization_id organization;
    punch_number punch;  // none: it is about a visit
    channel_id channel;
    delivery_state state = delivery_state::pending;
    std::int64_t attempts = 0;  // since it became pending
    base::instant next_attempt;
    base::instant made_at;
    base::instant pending_since;  // later than made_at: it was sent again by hand, or is for later
    std::optional<std::string> outcome;
    // Of a message about a visit.
    visit_id visit{};
    guest_id guest{};  // none: it is for the host
    notice_kind notice{};
};

std::string_view name_of(delivery_state state);
std::optional<delivery_state> delivery_state_from(std::string_view name);

enum class attempt_end : std::uint8_t {
    delivered,
    failed,     // may succeed another time
    refused,    // can never succeed: the guard forbids the address, or the receiver this very message
    gone,       // the receiver wants nothing any more
    abandoned,  // we stopped before it ended: as if it had not been
    postponed,  // the receiver is well, this message alone must wait
    unreached,  // the receiver is well, this person cannot be reached by it: another way may be tried
};

struct attempt {
    base::instant at;
    std::chrono::milliseconds took{0};
    attempt_end end = attempt_end::failed;
    std::optional<unsigned> status;
    std::string outcome;  // a sentence for people; of the receiver's answer its status and codes only
    std::optional<std::chrono::seconds> wait;   // the receiver asks not to be called before
    std::optional<std::int64_t> attempts_most;  // given up after that many; none: after the whole schedule
    std::string receipt;                        // what the receiver calls the message, where it said so
    bool is_unknown = false;                    // with `unreached`: the receiver has nobody of that id
};

// Standard Webhooks: what lies between an attempt and the next, the first of which is made at once.
inline constexpr std::array<std::chrono::seconds, 9> retry_gaps{
    std::chrono::seconds(5), std::chrono::minutes(5), std::chrono::minutes(30),
    std::chrono::hours(2),   std::chrono::hours(5),   std::chrono::hours(10),
    std::chrono::hours(14),  std::chrono::hours(20),  std::chrono::hours(24)};

// Of a message about a visit: whoever it is for stands at the door.
inline constexpr std::array<std::chrono::seconds, 9> visit_gaps{
    std::chrono::seconds(5),  std::chrono::seconds(30), std::chrono::minutes(2),
    std::chrono::minutes(5),  std::chrono::minutes(10), std::chrono::minutes(20),
    std::chrono::minutes(30), std::chrono::hours(1),    std::chrono::hours(2)};

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
next_step after(const attempt& what, std::int64_t made, double spread,
                std::span<const std::chrono::seconds> gaps = retry_gaps);

}  // namespace gatehouse::model
