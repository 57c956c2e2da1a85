// What a person's phone tells the platform of them, and the apps that want to hear it.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/apps.hpp"
#include "store/user_events.hpp"

#include <array>
#include <string>
#include <vector>

namespace gatehouse::ops {

inline constexpr std::array<std::string_view, 5> user_events{"sign_in", "sign_off", "wifi", "ble", "gps"};
bool is_user_event(std::string_view event);

// What happened to a person: `sid` the hotspot or beacon of wifi and ble, `latitude` and `longitude` of gps.
struct user_event {
    std::string event;
    std::optional<std::string> sid{};
    std::optional<std::string> latitude{};
    std::optional<std::string> longitude{};
};
// malformed_input, with the place, where it has not what its event has, or something else.
base::result<void> check(const user_event& what);

// Tells the apps that subscribed, that the person's organization has installed and that are not suspended;
// what they call with.
std::vector<std::string> happen(store::transaction& in, const model::person& who, const user_event& what,
                                const author& by);

// The message of an app: 407 (spec/deli-cloud.md §9, R-46).
void announce(store::transaction& in, const store::app_entry& app, const model::person& who,
              const user_event& what, base::instant now);
// Its data.
std::string data_of(const model::person& who, const user_event& what);

}  // namespace gatehouse::ops
