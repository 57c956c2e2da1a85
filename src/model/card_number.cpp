#include "model/card_number.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "model/named.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdio>

namespace gatehouse::model {
namespace {

constexpr std::array<std::string_view, 9> formats{"",       "decimal", "8h10d", "hex", "hex_reversed",
                                                  "zkteco", "wg26",    "wg34",  "text"};
constexpr std::size_t bytes_most = 10;
constexpr std::size_t code_points_most = 64;

bool all_digits(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Big-endian bytes; leading zero bytes do not count.
std::optional<card_number> from_bytes(std::string_view bytes)
{
    while (!bytes.empty() && bytes.front() == '\0')
        bytes.remove_prefix(1);
    if (bytes.size() > bytes_most)
        return std::nullopt;
    return card_number{"n:" + base::to_hex(bytes)};
}

std::optional<card_number> from_number(std::uint64_t value)
{
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[bytes.size() - 1 - i] = static_cast<char>(value >> (8 * i));
    return from_bytes(bytes);
}

std::optional<card_number> read_decimal(std::string_view digits)
{
    if (!all_digits(digits))
        return std::nullopt;
    // Schoolbook: multiply by ten and add, a byte at a time, so that 80 bits stay exact.
    std::string bytes(bytes_most, '\0');
    for (const char digit : digits) {
        unsigned carry = static_cast<unsigned>(digit - '0');
        for (std::size_t i = bytes.size(); i-- > 0;) {
            carry += static_cast<unsigned char>(bytes[i]) * 10U;
            bytes[i] = static_cast<char>(carry & 0xffU);
            carry >>= 8U;
        }
        if (carry != 0)
            return std::nullopt;
    }
    return from_bytes(bytes);
}

std::optional<std::string> hex_bytes(std::string_view text)
{
    if (text.starts_with("0x") || text.starts_with("0X"))
        text.remove_prefix(2);
    if (text.empty())
        return std::nullopt;
    return base::from_hex(text.size() % 2 == 0 ? std::string(text) : "0" + std::string(text));
}

std::optional<card_number> read_hex(std::string_view text)
{
    const auto bytes = hex_bytes(text);
    return bytes ? from_bytes(*bytes) : std::nullopt;
}

std::optional<card_number> read_hex_reversed(std::string_view text)
{
    auto bytes = hex_bytes(text);
    if (!bytes)
        return std::nullopt;
    std::reverse(bytes->begin(), bytes->end());
    return from_bytes(*bytes);
}

std::optional<card_number> read_zkteco(std::string_view text)
{
    if (text.size() > 2 && text.front() == '[' && text.back() == ']')
        return read_hex_reversed(text.substr(1, text.size() - 2));
    return read_decimal(text);
}

// `width` digits before the comma and five behind; each part at most its own number of bits.
std::optional<std::uint32_t> read_split(std::string_view text, std::size_t width, std::uint32_t facility_most)
{
    const std::size_t comma = text.find(',');
    const std::string_view facility = text.substr(0, comma == std::string_view::npos ? width : comma);
    const std::string_view rest = comma == std::string_view::npos
                                      ? (text.size() == width + 5 ? text.substr(width) : std::string_view{})
                                      : text.substr(comma + 1);
    if (!all_digits(facility) || !all_digits(rest) || facility.size() > width || rest.size() > 5)
        return std::nullopt;
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    std::from_chars(facility.data(), facility.data() + facility.size(), high);
    std::from_chars(rest.data(), rest.data() + rest.size(), low);
    if (high > facility_most || low > 0xffff)
        return std::nullopt;
    return high << 16U | low;
}

std::optional<card_number> read_wg26(std::string_view text)
{
    const auto number = read_split(text, 3, 0xff);
    if (!number)
        return std::nullopt;
    char digits[8];
    std::snprintf(digits, sizeof digits, "%06x", *number);
    return card_number{"p:" + std::string(digits)};
}

std::optional<card_number> read_wg34(std::string_view text)
{
    const auto number = text.find(',') == std::string_view::npos ? std::nullopt : read_split(text, 5, 0xffff);
    return number ? from_number(*number) : std::nullopt;
}

std::optional<card_number> read_unset(std::string_view text)
{
    if (all_digits(text))
        return read_decimal(text);
    if (text.starts_with("0x") || text.starts_with("0X"))
        return read_hex(text);
    return card_number{"t:" + base::fold_case(text)};
}

unsigned odd_ones(std::uint32_t bits)
{
    return static_cast<unsigned>(std::popcount(bits)) & 1U;
}

}  // namespace

std::string_view name_of(card_format format)
{
    return formats[static_cast<std::size_t>(format)];
}

std::optional<card_format> card_format_from(std::string_view name)
{
    return from_name<card_format>(formats, name);
}

std::optional<card_number> read_card_number(std::string_view text, card_format format)
{
    const std::string_view bare = base::trim(text);
    if (bare.empty() || !base::is_valid_utf8(bare) || base::has_control(bare) ||
        base::code_points(bare) > code_points_most)
        return std::nullopt;
    switch (format) {
    case card_format::unset:
        return read_unset(bare);
    case card_format::decimal:
    case card_format::decimal_8h10d:
        return read_decimal(bare);
    case card_format::hex:
        return read_hex(bare);
    case card_format::hex_reversed:
        return read_hex_reversed(bare);
    case card_format::zkteco:
        return read_zkteco(bare);
    case card_format::wg26:
        return read_wg26(bare);
    case card_format::wg34:
        return read_wg34(bare);
    case card_format::text:
        return card_number{"t:" + base::fold_case(bare)};
    }
    return std::nullopt;
}

std::string print_card_number(std::uint32_t number, card_format format)
{
    const std::uint32_t reversed = __builtin_bswap32(number);
    char text[32] = "";
    switch (format) {
    case card_format::unset:
    case card_format::decimal:
        return std::to_string(number);
    case card_format::decimal_8h10d:
        std::snprintf(text, sizeof text, "%010u", number);
        break;
    case card_format::hex:
        std::snprintf(text, sizeof text, "%08X", number);
        break;
    case card_format::hex_reversed:
        std::snprintf(text, sizeof text, "%08X", reversed);
        break;
    case card_format::zkteco:
        std::snprintf(text, sizeof text, "[%08X]", reversed);
        break;
    case card_format::wg26:
        std::snprintf(text, sizeof text, "%03u,%05u", number >> 16U & 0xffU, number & 0xffffU);
        break;
    case card_format::wg34:
        std::snprintf(text, sizeof text, "%05u,%05u", number >> 16U, number & 0xffffU);
        break;
    case card_format::text:
        std::snprintf(text, sizeof text, "%08x", number);
        break;
    }
    return text;
}

std::uint32_t wiegand26(std::uint32_t number)
{
    const std::uint32_t bits = number & 0xffffffU;
    const unsigned even = odd_ones(bits >> 12U);
    const unsigned odd = 1U - odd_ones(bits & 0xfffU);
    return even << 25U | bits << 1U | odd;
}

std::uint64_t wiegand34(std::uint32_t number)
{
    const std::uint64_t even = odd_ones(number >> 16U);
    const std::uint64_t odd = 1U - odd_ones(number & 0xffffU);
    return even << 33U | std::uint64_t{number} << 1U | odd;
}

std::optional<std::uint32_t> read_wiegand26(std::uint32_t frame)
{
    const std::uint32_t number = frame >> 1U & 0xffffffU;
    return wiegand26(number) == frame ? std::optional{number} : std::nullopt;
}

std::optional<std::uint32_t> read_wiegand34(std::uint64_t frame)
{
    const auto number = static_cast<std::uint32_t>(frame >> 1U);
    return wiegand34(number) == frame ? std::optional{number} : std::nullopt;
}

}  // namespace gatehouse::model
