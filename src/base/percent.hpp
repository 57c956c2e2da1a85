// Percent-encoding (RFC 3986) of what becomes a part of an address or a form.
#pragma once

#include <string>
#include <string_view>

namespace gatehouse::base {

// All bytes but unreserved characters as %XX in upper case.
std::string percent_encoded(std::string_view text);

}  // namespace gatehouse::base
