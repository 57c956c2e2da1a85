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

std::optional<std::string> percent_decoded(std::string_view text)
{
    const auto digit = [](char each) -> int {
        if (each >= '0' && each <= '9')
            return each - '0';
        if (each >= 'A' && each <= 'F')
            return each - 'A' + 10;
        return each >= 'a' && each <= 'f' ? each - 'a' + 10 : -1;
    };
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        const bool whole = text.size() - i > 2;
        const int high = whole ? digit(text[i + 1]) : -1;
        const int low = whole ? digit(text[i + 2]) : -1;
        if (high < 0 || low < 0)
            return std::nullopt;
        out += static_cast<char>(high * 16 + low);
        i += 2;
    }
    return out;
}

}  // namespace gatehouse::base
