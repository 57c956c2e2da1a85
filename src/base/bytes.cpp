#include "base/bytes.hpp"

#include <sodium.h>

#include <algorithm>

namespace gatehouse::base {
namespace {

std::string encode(std::string_view bytes, int variant)
{
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                      variant);
    out.pop_back();  // the library ends it with a NUL
    return out;
}

}  // namespace

std::string to_hex(std::string_view bytes)
{
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
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
    if (sodium_hex2bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), text.data(), text.size(), nullptr,
                       &length, &end) != 0 ||
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
    std::string mended;
    mended.reserve(text.size());
    for (const char c : text)
        if (c != '\r' && c != '\n')
            mended += c == ' ' ? '+' : c;
    std::size_t padding = 0;
    while (mended.ends_with('=')) {
        mended.pop_back();
        ++padding;
    }
    if (padding > 2 || (padding > 0 && (mended.size() + padding) % 4 != 0))
        return std::nullopt;
    std::string out(mended.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    const char* end = nullptr;
    if (sodium_base642bin(reinterpret_cast<unsigned char*>(out.data()), out.size(), mended.data(), mended.size(),
                          nullptr, &length, &end, sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0 ||
        end != mended.data() + mended.size())
        return std::nullopt;
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
