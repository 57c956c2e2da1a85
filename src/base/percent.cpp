#include "base/percent.hpp"

namespace gatehouse::base {

std::string percent_encoded(std::string_view text)
{
    constexpr std::string_view kept = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const char each : text) {
        if (kept.find(each) != std::string_view::npos) {
            out += each;
            continue;
        }
        const auto byte = static_cast<unsigned char>(each);
        out += '%';
        out += digits[byte >> 4U];
        out += digits[byte & 0xfU];
    }
    return out;
}

}  // namespace gatehouse::base
