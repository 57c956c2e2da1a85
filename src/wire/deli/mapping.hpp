// Deli's words and ours: the only file with both vocabularies.
#pragma once

#include "base/json_writer.hpp"
#include "model/person.hpp"
#include "model/punch.hpp"
#include "store/apps.hpp"
#include "store/devices.hpp"
#include "store/products.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::wire::deli {

// spec/deli-cloud.md §15.1
enum class code : std::int16_t {
    undefined = -1,
    ok = 0,
    bad_request = 100,
    wrong_signature = 101,
    unreachable = 102,
    not_permitted = 103,
    expired = 104,
    banned = 105,
    unsupported = 106,
    unbound = 107,
};

struct refusal {
    code why;
    std::string message;
};

// Every action that has a meaning here; each name says who sends it.
namespace action {
inline constexpr std::int64_t time_sync = 100;
inline constexpr std::int64_t description = 101;
inline constexpr std::int64_t device_query = 102;
inline constexpr std::int64_t firmware_query = 103;
inline constexpr std::int64_t unbind = 104;
inline constexpr std::int64_t alarm = 105;
inline constexpr std::int64_t control = 200;
inline constexpr std::int64_t log_upload = 201;
inline constexpr std::int64_t firmware_notice = 202;
inline constexpr std::int64_t organization_notice = 203;
inline constexpr std::int64_t app_notice = 204;
inline constexpr std::int64_t to_app = 300;
inline constexpr std::int64_t to_device = 301;
// 400 to 407, to apps: model::app_news
inline constexpr std::int64_t push = 500;
inline constexpr std::int64_t message = 501;
inline constexpr std::int64_t todo = 502;
inline constexpr std::int64_t todo_state = 503;
inline constexpr std::int64_t scan_code = 504;
inline constexpr std::int64_t subscription = 505;
inline constexpr std::int64_t end_of_subscription = 506;
inline constexpr std::int64_t roster_query = 507;
inline constexpr std::int64_t app_device_query = 508;
inline constexpr std::int64_t token_check = 509;
inline constexpr std::int64_t report = 600;
inline constexpr std::int64_t feature_query = 601;
}  // namespace action

std::int64_t seconds_of(base::instant at);

// A machine's time: seconds, or milliseconds where it is too large for seconds. What is past all calendars
// is the end of them.
base::instant read_time(std::int64_t written);

// `fp`, `fa`, `pass`, `card`, `identity`; a way that is not known here is one that somebody wrote down.
model::punch_method read_method(std::string_view type);

// An object: `admin` of 102, `org_admin` of 1.0 and of 400.
void write_administrator(base::json_writer& json, std::string_view name, const model::person& who);

// An array: `features` of 1.1, `product_features` of 1.0.
void write_features(base::json_writer& json, const std::vector<model::feature>& what);
// `product` of 402 and 508, as 1.1 has it.
void write_product(base::json_writer& json, const store::product_entry& what);

}  // namespace gatehouse::wire::deli
