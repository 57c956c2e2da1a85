// What a person's phone, or a machine where they logged in, shows to an app, which asks whether it is good.
#pragma once

#include "base/secret.hpp"
#include "model/device.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/user_tokens.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::ops {

inline constexpr std::size_t user_client_most = 64;  // characters of a phone's or device's id
inline constexpr std::int64_t user_tokens_most = 20;
inline constexpr std::chrono::days user_token_usual{7};
inline constexpr std::chrono::days user_token_longest{90};

struct made_user_token {
    std::string token;  // shown this once
    base::instant ends_at;
};
made_user_token issue_user_token(store::transaction& in, const model::person& who, const std::string& client,
                                 std::chrono::seconds life, const author& by);
void revoke_user_tokens(store::transaction& in, const model::person& who, const author& by);
bool is_user_token(store::transaction& in, model::person_id who, std::string_view client,
                   const base::secret& shown, base::instant now);

// A device's login code, as a phone scanned it: the device that shows it (spec/deli-cloud.md §14).
std::optional<std::string> device_of_login_code(std::string_view text);

enum class login_state : std::uint8_t { scanned, confirmed, refused };

// What the device is told, 205: the whole message. `token`: where the person confirmed it.
std::string login_notice(const model::person& who, const std::string& device, login_state what,
                         const std::optional<made_user_token>& token, base::instant now);

}  // namespace gatehouse::ops

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<ops::login_state>{"scanned", "confirmed",
                                                                                    "refused"};

}  // namespace gatehouse::model
