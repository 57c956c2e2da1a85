#include "net/retry_after.hpp"

#include "net/ascii.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cstdint>
#include <limits>

namespace gatehouse::net {

std::optional<std::chrono::seconds> read_retry_after(const std::string& value, base::instant now)
{
    constexpr std::int64_t most = std::numeric_limits<std::int32_t>::max();
    if (value.empty())
        return std::nullopt;
    if (std::all_of(value.begin(), value.end(), is_digit)) {
        std::int64_t count = 0;
        for (const char c : value)
            count = std::min(most, count * 10 + (c - '0'));
        return std::chrono::seconds(count);
    }
    const time_t at = curl_getdate(value.c_str(), nullptr);
    if (at < 0)
        return std::nullopt;
    const auto seconds_now = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    return std::chrono::seconds(std::clamp<std::int64_t>(at - seconds_now, 0, most));
}

}  // namespace gatehouse::net
