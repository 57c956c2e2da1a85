// Percent-encoding (RFC 3986) of what becomes, or is, a part of an address or a form.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::base {

// All bytes but unreserved characters as %XX in upper case.
std::string percent_encoded(std::string_view text);
// A part of a path; nothing where a % begins no %XX.
std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace gatehouse::base
