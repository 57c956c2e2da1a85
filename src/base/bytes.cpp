#include "base/bytes.hpp"

#include <sodium.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace gatehouse::base {
namespace {

std::string encode(std::string_view bytes, int variant)
{
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                      bytes.size(), variant);
    out.pop_back();  // the library ends it with a NUL
    return out;
}

constexpr unsigned char passed_over = 0x40;
constexpr unsigned char no_base64 = 0x80;

// What each byte is in base64: a digit's value, or one of the two marks. libsodium's decoder takes eight
// times as long, for being constant in time; pictures are no secrets.
constexpr std::array<unsigned char, 256> kinds = [] {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::array<unsigned char, 256> table{};
    table.fill(no_base64);
    for (std::size_t i = 0; i < digits.size(); ++i)
        table[static_cast<unsigned char>(digits[i])] = static_cast<unsigned char>(i);
    table[' '] = table['+'];
    table['\r'] = passed_over;
    table['\n'] = passed_over;
    return table;
}();

unsigned char kind_of(char c)
{
    return kinds[static_cast<unsigned char>(c)];
}

// The 24 bits of the four digits at `at`; nothing where other characters stand among them.
std::optional<std::uint32_t> four_digits(std::string_view text, std::size_t at)
{
    if (text.size() - at < 4)
        return std::nullopt;
    const std::uint32_t a = kind_of(text[at]);
    const std::uint32_t b = kind_of(text[at + 1]);
    const std::uint32_t c = kind_of(text[at + 2]);
    const std::uint32_t d = kind_of(text[at + 3]);
    if ((a | b | c | d) >= passed_over)
        return std::nullopt;
    return a << 18U | b << 12U | c << 6U | d;
}

void put_bytes(char* to, std::uint32_t bits)
{
    to[0] = static_cast<char>(bits >> 16U & 0xffU);
    to[1] = static_cast<char>(bits >> 8U & 0xffU);
    to[2] = static_cast<char>(bits & 0xffU);
}

}  // namespace

std::string to_hex(std::string_view bytes)
{
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()),
                   bytes.size());
    out.pop_back();
    return out;
}

std::optional<std::string> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0)
        return std::nullopt;
    std::string out(text.size() / 2, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(),
                       nullptr, &length, &end) != 0 ||
        end != text.data() + text.size())
        return std::nullopt;
    return out;
}

std::string encode_base64(std::string_view bytes)
{
    return encode(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::string encode_base64url(std::string_view bytes)
{
    return encode(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> decode_base64_leniently(std::string_view text)
{
    std::size_t padding = 0;
    for (; !text.empty() && (text.back() == '=' || kind_of(text.back()) == passed_over);
         text.remove_suffix(1))
        padding += text.back() == '=' ? 1 : 0;

    std::string out(text.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    std::uint32_t bits = 0;
    std::size_t held = 0;  // how many digits `bits` holds
    for (std::size_t at = 0; at < text.size();) {
        if (const auto four = held == 0 ? four_digits(text, at) : std::nullopt) {
            put_bytes(out.data() + length, *four);
            length += 3;
            at += 4;
            continue;
        }
        const unsigned char kind = kind_of(text[at++]);
        if (kind == no_base64)
            return std::nullopt;
        if (kind == passed_over)
            continue;
        bits = bits << 6U | kind;
        if (++held == 4) {
            put_bytes(out.data() + length, bits);
            length += 3;
            bits = 0;
            held = 0;
        }
    }
    // A last group of two or three digits stands for one or two bytes; what is left over of its bits is zero.
    const bool complete = held == 0 || (held == 2 && (bits & 0xfU) == 0) || (held == 3 && (bits & 0x3U) == 0);
    if (!complete || (padding != 0 && (held == 0 || held + padding != 4)))
        return std::nullopt;
    if (held != 0) {
        put_bytes(out.data() + length, bits << (held == 2 ? 12U : 6U));
        length += held - 1;
    }
    out.resize(length);
    return out;
}

std::string_view without_data_url_prefix(std::string_view text)
{
    constexpr std::string_view scheme = "data:image/";
    constexpr std::string_view mark = ";base64,";
    constexpr std::size_t longest = 64;  // of any sensible media type
    if (!text.starts_with(scheme))
        return text;
    const std::size_t at = text.substr(0, longest).find(mark);
    return at == std::string_view::npos ? text : text.substr(at + mark.size());
}

}  // namespace gatehouse::base
