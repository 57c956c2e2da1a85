#include "model/card_number.hpp"

#include "base/bytes.hpp"
#include "base/text.hpp"

#include <algorithm>
#include <bit>
#include <charconv>
#include <cstdio>

namespace gatehouse::model {
namespace {

constexpr std::size_t bytes_most = 10;
constexpr std::size_t code_points_most = 64;

bool all_digits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
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

std::string big_endian(std::uint64_t value)
{
    std::string bytes(8, '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i)
        bytes[bytes.size() - 1 - i] = static_cast<char>(value >> (8 * i) & 0xffU);
    return bytes;
}

std::optional<card_number> from_number(std::uint64_t value)
{
    return from_bytes(big_endian(value));
}

// Of at most 19 digits.
std::uint64_t value_of(std::string_view digits)
{
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

// Schoolbook: multiply by ten and add, a byte at a time, so that 80 bits stay exact.
std::optional<card_number> read_long_decimal(std::string_view digits)
{
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

std::optional<card_number> read_decimal(std::string_view digits)
{
    constexpr std::size_t fits_64_bits = 19;
    if (!all_digits(digits))
        return std::nullopt;
    return digits.size() <= fits_64_bits ? from_number(value_of(digits)) : read_long_decimal(digits);
}

std::optional<card_number> read_8h10d(std::string_view digits)
{
    constexpr std::size_t digits_most = 10;
    if (!all_digits(digits) || digits.size() > digits_most || value_of(digits) > 0xffffffffU)
        return std::nullopt;
    return from_number(value_of(digits));
}

bool has_hex_prefix(std::string_view text)
{
    return text.starts_with("0x") || text.starts_with("0X");
}

// An odd count of digits has lost a leading zero, as numbers do.
std::optional<std::string> hex_bytes(std::string_view digits)
{
    if (digits.empty())
        return std::nullopt;
    return base::from_hex(digits.size() % 2 == 0 ? std::string(digits) : "0" + std::string(digits));
}

std::optional<card_number> read_hex(std::string_view text)
{
    const auto bytes = hex_bytes(has_hex_prefix(text) ? text.substr(2) : text);
    return bytes ? from_bytes(*bytes) : std::nullopt;
}

std::optional<card_number> read_reversed_digits(std::string_view digits)
{
    auto bytes = hex_bytes(digits);
    if (!bytes)
        return std::nullopt;
    std::reverse(bytes->begin(), bytes->end());
    return from_bytes(*bytes);
}

std::optional<card_number> read_hex_reversed(std::string_view text)
{
    return read_reversed_digits(has_hex_prefix(text) ? text.substr(2) : text);
}

std::optional<card_number> read_zkteco(std::string_view text)
{
    if (text.size() > 2 && text.front() == '[' && text.back() == ']')
        return read_reversed_digits(text.substr(1, text.size() - 2));
    return read_decimal(text);
}

// Up to `width` digits, a comma, up to five digits; each part at most its own number of bits.
std::optional<std::uint32_t> read_pair(std::string_view text, std::size_t width, std::uint64_t facility_most)
{
    constexpr std::size_t number_width = 5;
    const std::size_t comma = text.find(',');
    if (comma == std::string_view::npos)
        return std::nullopt;
    const std::string_view facility = text.substr(0, comma);
    const std::string_view number = text.substr(comma + 1);
    if (!all_digits(facility) || !all_digits(number) || facility.size() > width ||
        number.size() > number_width || value_of(facility) > facility_most || value_of(number) > 0xffffU)
        return std::nullopt;
    return static_cast<std::uint32_t>(value_of(facility) << 16U | value_of(number));
}

std::optional<card_number> read_wg26(std::string_view text)
{
    constexpr std::size_t facility_width = 3;
    constexpr std::size_t width_without_comma = 8;
    std::string split(text);
    if (text.size() == width_without_comma && all_digits(text))
        split.insert(facility_width, 1, ',');
    const auto number = read_pair(split, facility_width, 0xff);
    if (!number)
        return std::nullopt;
    return card_number{"p:" + base::to_hex(big_endian(*number)).substr(10)};
}

std::optional<card_number> read_wg34(std::string_view text)
{
    const auto number = read_pair(text, 5, 0xffff);
    return number ? from_number(*number) : std::nullopt;
}

card_number as_text(std::string_view text)
{
    return card_number{"t:" + base::fold_case(text)};
}

// Never nothing: what is no number of at most 80 bits is text.
card_number read_unset(std::string_view text)
{
    const auto number = has_hex_prefix(text) ? read_hex(text) : read_decimal(text);
    return number ? *number : as_text(text);
}

unsigned odd_ones(std::uint32_t bits)
{
    return static_cast<unsigned>(std::popcount(bits)) & 1U;
}

}  // namespace

std::string_view name_of(card_format format)
{
    return enumerator_names<card_format>[static_cast<std::size_t>(format)];
}

std::optional<card_format> card_format_from(std::string_view name)
{
    return from_name<card_format>(name);
}

std::optional<card_number> read_card_number(std::string_view text, card_format format)
{
    const std::string_view bare = base::trim(text);
    if (bare.empty() || !base::is_valid_utf8(bare) || base::has_control(bare) ||
        base::code_points(bare) > code_points_most)
        return std::nullopt;
    switch (format) {
    case card_format::unset: return read_unset(bare);
    case card_format::decimal: return read_decimal(bare);
    case card_format::decimal_8h10d: return read_8h10d(bare);
    case card_format::hex: return read_hex(bare);
    case card_format::hex_reversed: return read_hex_reversed(bare);
    case card_format::zkteco: return read_zkteco(bare);
    case card_format::wg26: return read_wg26(bare);
    case card_format::wg34: return read_wg34(bare);
    case card_format::text: return as_text(bare);
    }
    return std::nullopt;
}

std::string print_card_number(std::uint32_t number, card_format format)
{
    const std::uint32_t reversed = __builtin_bswap32(number);
    char text[32] = "";
    switch (format) {
    case card_format::unset:
    case card_format::decimal: return std::to_string(number);
    case card_format::decimal_8h10d: std::snprintf(text, sizeof text, "%010u", number); break;
    case card_format::hex:
    case card_format::text: std::snprintf(text, sizeof text, "%08X", number); break;
    case card_format::hex_reversed: std::snprintf(text, sizeof text, "%08X", reversed); break;
    case card_format::zkteco: std::snprintf(text, sizeof text, "[%08X]", reversed); break;
    case card_format::wg26:
        std::snprintf(text, sizeof text, "%03u,%05u", number >> 16U & 0xffU, number & 0xffffU);
        break;
    case card_format::wg34:
        std::snprintf(text, sizeof text, "%05u,%05u", number >> 16U, number & 0xffffU);
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
