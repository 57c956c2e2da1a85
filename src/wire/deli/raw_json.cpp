#include "wire/deli/raw_json.hpp"

#include "base/assert.hpp"
#include "endpoint/json_reader.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {
namespace {

constexpr std::string_view spaces = " \t\r\n";

bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::string_view without_spaces(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(spaces);
    GATEHOUSE_ASSERT(from != std::string_view::npos);
    return text.substr(from, text.find_last_not_of(spaces) + 1 - from);
}

std::size_t past_spaces(std::string_view text, std::size_t at)
{
    while (at < text.size() && is_space(text[at]))
        ++at;
    return at;
}

std::size_t past_string(std::string_view text, std::size_t at)
{
    for (++at; at < text.size() && text[at] != '"'; ++at)
        if (text[at] == '\\')
            ++at;
    return at + 1;
}

std::size_t past_value(std::string_view text, std::size_t at)
{
    int depth = 0;
    while (at < text.size()) {
        const char c = text[at];
        if (c == '"') {
            at = past_string(text, at);
        } else if (c == '{' || c == '[') {
            ++depth;
            ++at;
        } else if (c == '}' || c == ']') {
            --depth;
            ++at;
        } else if (depth > 0) {
            ++at;
            continue;
        } else {
            while (at < text.size() && text[at] != ',' && text[at] != ']' && text[at] != '}' &&
                   !is_space(text[at]))
                ++at;
        }
        if (depth == 0)
            break;
    }
    return at;
}

// What stands between two quotes, without its escapes.
std::string decoded(std::string_view quoted)
{
    if (quoted.find('\\') == std::string_view::npos)
        return std::string(quoted.substr(1, quoted.size() - 2));
    const auto document = endpoint::json_document::parse(quoted);
    GATEHOUSE_ASSERT(document.has_value());
    return std::string(document->root().text());
}

bool says(std::string_view quoted, std::string_view name)
{
    if (quoted.find('\\') == std::string_view::npos)
        return quoted.substr(1, quoted.size() - 2) == name;
    return decoded(quoted) == name;
}

}  // namespace

raw_json::raw_json(std::string_view valid) : text_(without_spaces(valid)) {}

void raw_json::find_into(std::span<const std::string_view> names,
                         std::span<std::optional<raw_json>> found) const
{
    if (!is_object())
        return;
    for (std::size_t at = past_spaces(text_, 1); at < text_.size() && text_[at] != '}';) {
        const std::size_t name_ends = past_string(text_, at);
        const std::string_view quoted = text_.substr(at, name_ends - at);
        const std::size_t begins = past_spaces(text_, past_spaces(text_, name_ends) + 1);
        const std::size_t ends = past_value(text_, begins);
        const auto which = std::find_if(names.begin(), names.end(),
                                        [quoted](std::string_view name) { return says(quoted, name); });
        if (which != names.end())
            found[static_cast<std::size_t>(which - names.begin())] = raw_json(
                text_.substr(begins, ends - begins));
        at = past_spaces(text_, ends);
        if (at < text_.size() && text_[at] == ',')
            at = past_spaces(text_, at + 1);
    }
}

std::vector<raw_json> raw_json::elements() const
{
    std::vector<raw_json> found;
    if (!is_array())
        return found;
    for (std::size_t at = past_spaces(text_, 1); at < text_.size() && text_[at] != ']';) {
        const std::size_t ends = past_value(text_, at);
        found.emplace_back(text_.substr(at, ends - at));
        at = past_spaces(text_, ends);
        if (at < text_.size() && text_[at] == ',')
            at = past_spaces(text_, at + 1);
    }
    return found;
}

std::optional<std::string> raw_json::string() const
{
    return text_.front() == '"' ? std::optional{decoded(text_)} : std::nullopt;
}

std::optional<std::int64_t> raw_json::integer() const
{
    std::int64_t number = 0;
    const char* const end = text_.data() + text_.size();
    const auto [stopped, error] = std::from_chars(text_.data(), end, number);
    if (error == std::errc{} && stopped == end)
        return number;
    if (id())
        return std::nullopt;                                      // a text, or more than 64 bits
    const auto document = endpoint::json_document::parse(text_);  // 1503025335.0
    return document && document->root().kind() == endpoint::json_kind::integer
               ? std::optional{document->root().integer()}
               : std::nullopt;
}

std::optional<std::string> raw_json::id() const
{
    if (auto plain = string())
        return plain;
    const std::string_view digits = text_.substr(text_.front() == '-' ? 1 : 0);
    const bool whole = !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
    return whole ? std::optional{std::string(text_)} : std::nullopt;
}

}  // namespace gatehouse::wire::deli
