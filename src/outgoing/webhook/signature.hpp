// How a receiver knows that a message is ours: Standard Webhooks, symmetric.
#pragma once

#include "base/secret.hpp"

#include <string>
#include <string_view>

namespace gatehouse::outgoing::webhook {

// The value of `webhook-signature`: "v1," and the base64 of HMAC-SHA256 over `id.timestamp.body` under the
// bytes of the secret. `timestamp` is in seconds.
std::string signature_of(const base::secret& key, std::string_view id, std::string_view timestamp,
                         std::string_view body);

}  // namespace gatehouse::outgoing::webhook
