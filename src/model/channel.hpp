// How news leaves the house: of taps to an organization's webhook or to one person who is told, of visits to
// a face host, by WeChat and by SMS.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

// All but webhooks are an organization's own and there once.
enum class channel_kind : std::uint8_t { webhook, koala, wechat, sms };
template <>
inline constexpr std::array<std::string_view, 4> enumerator_names<channel_kind>{"webhook", "koala", "wechat",
                                                                                "sms"};

enum class channel_status : std::uint8_t { active, disabled, deleted };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<channel_status>{"active", "disabled",
                                                                                  "deleted"};

struct channel {
    channel_id id;
    organization_id organization;
    std::optional<person_id> person;  // nobody: the organization's own
    channel_kind kind = channel_kind::webhook;
    std::string address;  // of a webhook its URL; empty once deleted
    channel_status status = channel_status::active;
    std::optional<std::string> disabled_reason;
    // The operator wrote the address in the provisioning file: it may lie in a private network.
    bool operator_allowed = false;
    base::instant created_at;
    // Messages a day to one recipient, and to all; none: as many as there are.
    std::optional<std::int64_t> daily_each{};
    std::optional<std::int64_t> daily_all{};
};

// Why a text is no address of a webhook, as a sentence's end ("must …"); nothing where it is one: http or
// https, a host, no user name, no fragment, at most 2048 characters. Where the host lies is not asked here.
std::optional<std::string_view> fault_of_webhook_url(std::string_view text);

// The bytes that a webhook's secret stands for: `whsec_` and the base64 of 16 to 64 bytes (Standard Webhooks
// asks for 24; 16 are as many as our other secrets must have). Nothing for any other text.
std::optional<base::secret> webhook_key(std::string_view secret);
// Of 32 random bytes.
base::secret random_webhook_secret();

}  // namespace gatehouse::model
