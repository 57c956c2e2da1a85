// How Aliyun knows that a request is ours: its RPC signature (HMAC-SHA1) and its third one (HMAC-SHA256).
// https://help.aliyun.com/zh/sdk/product-overview/v3-request-structure-and-signature
#pragma once

#include "base/secret.hpp"

#include <map>
#include <string>
#include <string_view>

namespace gatehouse::outgoing::sms {

// Sorted by the bytes of the names, as both signatures want them.
using parameters = std::map<std::string, std::string>;

// "a=1&b=2", encoded and in order: a query, a form body, and what is signed.
std::string canonical(const parameters& of);

// The value of the parameter `Signature`; `what` is all others. Sent encoded once more.
std::string signature_v2(std::string_view method, const parameters& what, const base::secret& key);

// The value of the header Authorization. `headers`, in lower case, are the ones that are signed; the path is
// "/".
std::string authorization_v3(std::string_view method, const parameters& query, const parameters& headers,
                             std::string_view body_sha256, std::string_view key_id, const base::secret& key);

}  // namespace gatehouse::outgoing::sms
