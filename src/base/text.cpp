#include "base/text.hpp"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace gatehouse::base {
namespace {

unsigned char byte_at(std::string_view text, std::size_t at)
{
    return static_cast<unsigned char>(text[at]);
}

// How many ASCII bytes begin `text`, eight at a time.
std::size_t ascii_length(std::string_view text)
{
    std::size_t at = 0;
    for (std::uint64_t eight = 0; at + sizeof eight <= text.size(); at += sizeof eight) {
        std::memcpy(&eight, text.data() + at, sizeof eight);
        if ((eight & 0x8080808080808080U) != 0)
            break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

bool is_between(std::string_view sequence, std::string_view first, std::string_view last)
{
    return sequence.size() == first.size() && sequence >= first && sequence <= last;
}

bool is_control(std::string_view sequence)
{
    if (sequence.size() == 1)
        return byte_at(sequence, 0) < 0x20 || sequence[0] == 0x7f;
    return is_between(sequence, "\u0080", "\u009f") || is_between(sequence, "\u2028", "\u202e") ||
           is_between(sequence, "\u2066", "\u2069");
}

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

}  // namespace

// RFC 3629, 4, leaves out surrogates, longer forms than needed and what lies beyond U+10FFFF by the range of
// the second byte.
std::size_t utf8_length(std::string_view text, std::size_t at)
{
    const unsigned char lead = byte_at(text, at);
    if (lead < 0x80)
        return 1;
    const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    if (lead < 0xc2 || lead > 0xf4 || text.size() - at < length)
        return 0;
    const unsigned char least = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    const unsigned char most = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    if (byte_at(text, at + 1) < least || byte_at(text, at + 1) > most)
        return 0;
    for (std::size_t i = 2; i < length; ++i)
        if ((byte_at(text, at + i) & 0xc0U) != 0x80U)
            return 0;
    return length;
}

bool is_valid_utf8(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = byte_at(text, at) < 0x80 ? ascii_length(text.substr(at))
                                                            : utf8_length(text, at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

std::size_t code_points(std::string_view text)
{
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

bool has_control(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0 || is_control(text.substr(at, length)))
            return true;
        at += length;
    }
    return false;
}

std::string to_valid_utf8(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = utf8_length(text, at);
        if (length == 0)
            out += "\xef\xbf\xbd";
        else
            out += text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string_view trim(std::string_view text)
{
    while (!text.empty() && is_blank(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string fold_case(std::string_view text)
{
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

}  // namespace gatehouse::base
