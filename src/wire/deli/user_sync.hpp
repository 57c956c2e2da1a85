// `user_sync`, which apps and machines agree on between themselves: looked at on its way and never changed
// (spec/deli-cloud.md §12.1, §12.2).
#pragma once

#include "ops/holdings.hpp"
#include "wire/deli/raw_json.hpp"

namespace gatehouse::wire::deli {

inline constexpr std::string_view user_sync_command = "user_sync";

// What an app sends: the seed's list of people, or the later object with `users`. Device and app are the
// caller's to fill in. Nothing where it names nobody and clears nobody.
std::optional<ops::people_message> read_user_sync(const raw_json& data);
// What a machine asks with: up to when it has the people.
std::optional<std::int64_t> read_held_stamp(const raw_json& data);

}  // namespace gatehouse::wire::deli
