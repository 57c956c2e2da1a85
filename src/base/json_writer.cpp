#include "base/json_writer.hpp"

#include "base/text.hpp"

#include <array>
#include <charconv>

namespace gatehouse::base {
namespace {

// ASCII that stands for itself.
constexpr std::array<bool, 256> plain_bytes = [] {
    std::array<bool, 256> plain{};
    for (std::size_t byte = 0x20; byte < 0x7f; ++byte)
        plain[byte] = byte != '"' && byte != '\\';
    return plain;
}();

// How many bytes begin `text` that are UTF-8 and need no escape: nearly always all.
std::size_t plain_length(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto byte = static_cast<unsigned char>(text[at]);
        if (plain_bytes[byte]) {
            ++at;
            continue;
        }
        const std::size_t length = byte < 0x80 ? 0 : utf8_length(text, at);
        if (length == 0)
            return at;
        at += length;
    }
    return text.size();
}

void append_escaped(std::string& out, char c)
{
    constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80)
        out += "\xef\xbf\xbd";  // U+FFFD
    else if (c == '"' || c == '\\')
        out.append(1, '\\').append(1, c);
    else if (c == '\n')
        out += "\\n";
    else
        out.append("\\u00").append(1, hex[byte >> 4U]).append(1, hex[byte & 0xfU]);
}

}  // namespace

json_writer& json_writer::open(char bracket)
{
    separate();
    out_ += bracket;
    first_ = true;
    return *this;
}

json_writer& json_writer::close(char bracket)
{
    out_ += bracket;
    first_ = false;
    return *this;
}

void json_writer::separate()
{
    if (!first_)
        out_ += ',';
    first_ = false;
}

json_writer& json_writer::name(std::string_view text)
{
    separate();
    quote(text);
    out_ += ':';
    first_ = true;
    return *this;
}

json_writer& json_writer::text(std::string_view value)
{
    separate();
    quote(value);
    return *this;
}

json_writer& json_writer::number(std::int64_t value)
{
    separate();
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    out_.append(digits, end);
    return *this;
}

json_writer& json_writer::boolean(bool value)
{
    return raw(value ? "true" : "false");
}

json_writer& json_writer::null()
{
    return raw("null");
}

json_writer& json_writer::raw(std::string_view value)
{
    separate();
    out_ += value;
    return *this;
}

void json_writer::quote(std::string_view text)
{
    out_ += '"';
    for (;;) {
        const std::size_t plain = plain_length(text);
        out_.append(text, 0, plain);
        if (plain == text.size())
            break;
        append_escaped(out_, text[plain]);
        text.remove_prefix(plain + 1);
    }
    out_ += '"';
}

}  // namespace gatehouse::base
