// A key that the caller gives, or that is made here and shown once.
#pragma once

#include "base/secret.hpp"
#include "endpoint/fields.hpp"
#include "ops/client_registry.hpp"

#include <optional>
#include <string>

namespace gatehouse::api {

struct key_input {
    std::optional<base::secret> key;
};

struct key_answer {
    std::optional<std::string> key;
};

inline base::secret given_or_made(const std::optional<base::secret>& given)
{
    return given ? *given : base::secret(ops::random_name());
}

// What of it is told: nothing where the caller knows it.
inline std::optional<std::string> shown_once(const std::optional<base::secret>& given,
                                             const base::secret& chosen)
{
    return given ? std::nullopt : std::optional{std::string(chosen.reveal())};
}

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::key_input> =
    std::tuple{field{"key", &api::key_input::key, presence::optional, "Made when left out.", {}, {1, 128}}};

template <>
inline constexpr auto fields_of<api::key_answer> = std::tuple{field{
    "key", &api::key_answer::key, presence::required,
    "The key that was made, shown this once; null where it was given.", "c724f2d614aabc62376c94f67170c458"}};

}  // namespace gatehouse::endpoint
