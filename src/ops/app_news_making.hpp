// The followers that turn logs into calls of apps, behind the writer's other work and with their position in
// the transaction of what they made: a crash neither loses a call nor makes it twice.
#pragma once

#include "store/messages.hpp"
#include "store/roster_stamps.hpp"

namespace gatehouse::ops {

// Devices' messages, each to the apps that it was for when it came, in the order of the log.
inline constexpr std::string_view app_calls_follower = "app_calls";

model::message_number followed_messages(store::connection& sql);

struct made_calls {
    model::message_number reached;  // the last that was looked at
    std::int64_t made = 0;
    bool more = false;  // the log goes on
};
// One slice of at most 4 ms. No message up to `seen` is for an app, or it has its calls.
made_calls make_message_calls(store::transaction& in, model::message_number seen);

// Apps that read an organization's address book: once for all that changed since they were told last.
std::int64_t make_roster_calls(store::transaction& in, base::instant now);

}  // namespace gatehouse::ops
