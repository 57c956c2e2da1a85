#include "base/json_writer.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::base {
namespace {

bool needs_escape(unsigned char byte)
{
    return byte < 0x20 || byte == 0x7f || byte == '"' || byte == '\\';
}

// ASCII without escapes: nearly every name and number.
bool is_plain(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) {
        const auto byte = static_cast<unsigned char>(c);
        return byte > 0x7f || needs_escape(byte);
    });
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
    constexpr std::string_view hex = "0123456789abcdef";
    out_ += '"';
    if (is_plain(text)) {
        out_.append(text).push_back('"');
        return;
    }
    std::string mended;
    if (!is_valid_utf8(text))
        text = mended = to_valid_utf8(text);
    std::size_t copied = 0;  // what needs no escape goes over in runs
    for (std::size_t at = 0; at < text.size(); ++at) {
        const char c = text[at];
        const auto byte = static_cast<unsigned char>(c);
        if (!needs_escape(byte))
            continue;
        out_ += text.substr(copied, at - copied);
        copied = at + 1;
        out_ += '\\';
        if (c == '"' || c == '\\')
            out_ += c;
        else if (c == '\n')
            out_ += 'n';
        else
            out_.append("u00").append(1, hex[byte >> 4U]).append(1, hex[byte & 0xfU]);
    }
    out_ += text.substr(copied);
    out_ += '"';
}

}  // namespace gatehouse::base
