// Characters as the HTTP grammar (RFC 9110, 5.6) sorts them; no locale.
#pragma once

#include <cstddef>
#include <string_view>

namespace gatehouse::net {

constexpr bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

constexpr char to_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

constexpr bool is_alphanumeric(char c)
{
    return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z');
}

constexpr bool is_token_char(char c)
{
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

// NUL to US and DEL, but not the tab.
constexpr bool is_control(char c)
{
    const auto code = static_cast<unsigned char>(c);
    return (code < 0x20 && c != '\t') || code == 0x7f;
}

constexpr bool same_ignoring_case(std::string_view a, std::string_view b)
{
    if (a.size() != b.size())
        return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (to_lower(a[i]) != to_lower(b[i]))
            return false;
    return true;
}

}  // namespace gatehouse::net
