// MD5, SHA-1 and HMAC-SHA1, for vendors' signatures that are defined by them. For nothing of our own.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::base {

// 16 bytes.
std::string md5(std::string_view text);
// 20 bytes each.
std::string sha1(std::string_view text);
std::string hmac_sha1(std::string_view under, std::string_view text);

}  // namespace gatehouse::base
