// The Retry-After header (RFC 9110, 10.2.3).
#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>

namespace gatehouse::net {

// How long from now: seconds, or until an HTTP date; zero for one that is past. Nothing for any other text.
// At most about 68 years: who grants it bounds it.
std::optional<std::chrono::seconds> read_retry_after(const std::string& value, base::instant now);

}  // namespace gatehouse::net
