// What devices, apps and pages prove who they are with: MD5 over texts that lie side by side
// (spec/deli-cloud.md §3, §8.2, §13.1).
#pragma once

#include "base/secret.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::wire::deli {

// The password of a CONNECT in direct mode.
std::string device_password(std::string_view device, std::string_view model, const base::secret& product_key);

// `sig` of a message between the platform and an app; what is missing counts as empty.
std::string message_signature(std::int64_t action, std::string_view from, std::string_view to,
                              const base::secret& app_key, std::int64_t time);

// Of a page's `deli.config`: 1.1 names the app's credentials appId and appKey, 1.0 serviceId and serviceKey.
enum class page_names : std::uint8_t { app, service };
std::string page_signature(std::string_view app, const base::secret& app_key, std::string_view nonce,
                           std::string_view timestamp, page_names as = page_names::app);

// Whether both are the same hex digits, in either case; in constant time.
bool same_signature(std::string_view given, std::string_view right);

}  // namespace gatehouse::wire::deli
