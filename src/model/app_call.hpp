// What an app is told by a call of its webhook, and the rules of trying again.
#pragma once

#include "model/delivery.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace gatehouse::model {

using app_call_id = identifier<struct app_call_noun>;

// What a call says, by the number that apps know it by.
namespace app_news {
inline constexpr std::int64_t installed = 400;
inline constexpr std::int64_t removed = 401;
inline constexpr std::int64_t bound = 402;
inline constexpr std::int64_t unbound = 403;
inline constexpr std::int64_t presence = 404;
inline constexpr std::int64_t message = 405;
inline constexpr std::int64_t roster = 406;
inline constexpr std::int64_t user_event = 407;
}  // namespace app_news

struct app_call {
    app_call_id id;
    app_id app;
    device_id device;  // none: it is about no device
    std::int64_t action = 0;
    std::string mid;  // the same at every attempt, where the device's message has none of its own
    base::instant made_at;
    organization_id organization;  // none: of no organization
    message_number message;        // none: it carries no device's message
    std::string data;  // JSON, or what the words are made from; empty: they are known when it leaves
    delivery_state state = delivery_state::pending;  // never dropped
    std::int64_t attempts = 0;
    std::optional<base::instant> next_attempt;  // while pending; none: another of its lane goes before it
    std::optional<std::string> outcome;
};

inline constexpr std::int64_t app_call_attempts_most = 30;

// What follows an attempt that was not abandoned; `made` counts the attempts, this one included. After the
// nth it waits 10·n² seconds: 23.8 hours in all (spec/deli-cloud.md R-42).
next_step after_call(const attempt& what, std::int64_t made);

}  // namespace gatehouse::model
