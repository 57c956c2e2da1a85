#include "base/text.hpp"
#include "endpoint/form.hpp"
#include "net/ascii.hpp"

#include <algorithm>
#include <cstring>
#include <string>

// multipart/form-data (RFC 7578 over RFC 2046), as curl -F, browsers and PHP send it. Preambles and folded
// header lines, which nobody sends, are refused: other readers' views of them differ.
namespace gatehouse::endpoint {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t boundary_most = 70;  // RFC 2046, 5.1.1
constexpr std::size_t part_head_most = 8192;

std::string_view without_leading_blanks(std::string_view text)
{
    return text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
}

bool is_token(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), net::is_token_char);
}

// What a value without quotes may hold: tokens, and what else a boundary may (RFC 2046, 5.1.1), as some Java
// clients leave out the quotes.
bool is_bare_char(char c)
{
    return net::is_token_char(c) || std::string_view("()/:=?").find(c) != std::string_view::npos;
}

// memmem is linear whatever the body holds; string_view::find is not.
std::size_t position_of(std::string_view what, std::string_view in, std::size_t from)
{
    const void* const found = memmem(in.data() + from, in.size() - from, what.data(), what.size());
    return found ? static_cast<std::size_t>(static_cast<const char*>(found) - in.data())
                 : std::string_view::npos;
}

// A header's value and its parameters, one after the other (RFC 9110, 5.6.6).
class parameter_list {
public:
    explicit parameter_list(std::string_view header)
        : rest_(header.substr(std::min(header.find(';'), header.size())))
    {}

    // False at the end, and where the list cannot be read on: `is_broken` tells which.
    bool next()
    {
        if (rest_.empty() || broken_)
            return false;
        rest_ = without_leading_blanks(rest_.substr(1));  // behind the ';'
        if (rest_.empty())
            return false;  // a last ';' with nothing behind
        const std::size_t equals = rest_.find('=');
        if (equals == std::string_view::npos || !is_token(rest_.substr(0, equals)))
            return broken_ = true, false;
        name_ = rest_.substr(0, equals);
        rest_.remove_prefix(equals + 1);
        broken_ = rest_.starts_with('"') ? !take_quoted() : !take_token();
        rest_ = without_leading_blanks(rest_);
        broken_ = broken_ || !(rest_.empty() || rest_.front() == ';');
        return !broken_;
    }

    bool is_broken() const { return broken_; }
    std::string_view name() const { return name_; }
    std::string_view value() const { return value_; }  // quoted pairs as they are

private:
    bool take_quoted()
    {
        std::size_t end = 1;
        while (end < rest_.size() && rest_[end] != '"')
            end += rest_[end] == '\\' ? 2 : 1;
        if (end >= rest_.size())
            return false;
        value_ = rest_.substr(1, end - 1);
        rest_.remove_prefix(end + 1);
        return true;
    }

    bool take_token()
    {
        value_ = base::trim(rest_.substr(0, rest_.find(';')));
        rest_.remove_prefix(static_cast<std::size_t>(value_.data() + value_.size() - rest_.data()));
        return !value_.empty() && std::all_of(value_.begin(), value_.end(), is_bare_char);
    }

    std::string_view rest_;
    std::string_view name_;
    std::string_view value_;
    bool broken_ = false;
};

// The one parameter of that name; nothing where there is none, more than one, or the list is broken.
std::optional<std::string_view> parameter(std::string_view header, std::string_view name)
{
    std::optional<std::string_view> found;
    parameter_list each(header);
    while (each.next()) {
        if (!net::same_ignoring_case(each.name(), name))
            continue;
        if (found)
            return std::nullopt;
        found = each.value();
    }
    return each.is_broken() ? std::nullopt : found;
}

std::string_view main_value(std::string_view header)
{
    return base::trim(header.substr(0, header.find(';')));
}

// `value` as RFC 7578, 4.7 has it: encodings that would make it other bytes are history.
bool leaves_bytes_alone(std::string_view encoding)
{
    for (const std::string_view plain : {"binary", "8bit", "7bit"})
        if (net::same_ignoring_case(base::trim(encoding), plain))
            return true;
    return false;
}

// The name of a part by its head, whose lines end with `line_end` but for the last; nothing where it is
// malformed.
std::optional<std::string_view> name_of_part(std::string_view head)
{
    std::optional<std::string_view> name;
    while (!head.empty()) {
        const std::string_view line = head.substr(0, head.find(line_end));
        head.remove_prefix(std::min(line.size() + line_end.size(), head.size()));
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos || !is_token(line.substr(0, colon)) ||
            line.find_first_of("\r\n") != std::string_view::npos)
            return std::nullopt;
        const std::string_view field = line.substr(0, colon);
        const std::string_view value = line.substr(colon + 1);
        if (net::same_ignoring_case(field, "content-transfer-encoding") && !leaves_bytes_alone(value))
            return std::nullopt;
        if (!net::same_ignoring_case(field, "content-disposition"))
            continue;
        if (name || !net::same_ignoring_case(main_value(value), "form-data"))
            return std::nullopt;
        name = parameter(value, "name");
        if (!name)
            return std::nullopt;
    }
    return name;
}

struct part {
    std::string_view name;
    std::string_view value;
    std::size_t end = 0;  // behind the boundary that ends it
};

// The part that begins at `at`, behind the line of its boundary.
std::optional<part> read_part(std::string_view body, std::size_t at, std::string_view delimiter)
{
    const std::size_t blank = body.substr(at, part_head_most).find(head_end);
    if (blank == std::string_view::npos)
        return std::nullopt;
    const std::size_t value_at = at + blank + head_end.size();
    // From the end of the boundary's own line: one that begins before the value does leaves this part without
    // one.
    const std::size_t value_end = position_of(delimiter, body, at - line_end.size());
    if (value_end == std::string_view::npos || value_end < value_at)
        return std::nullopt;
    const auto name = name_of_part(body.substr(at, blank));
    if (!name)
        return std::nullopt;
    return part{*name, body.substr(value_at, value_end - value_at), value_end + delimiter.size()};
}

}  // namespace

std::optional<form_fault> read_multipart(std::string_view content_type, std::string_view body, form& into)
{
    const auto boundary = parameter(content_type, "boundary");
    if (!boundary || boundary->empty() || boundary->size() > boundary_most ||
        boundary->find('\\') != std::string_view::npos)
        return form_fault::malformed;
    const std::string delimiter = std::string(line_end) + "--" + std::string(*boundary);
    const std::string_view first = std::string_view(delimiter).substr(line_end.size());
    if (!body.starts_with(first))
        return form_fault::malformed;
    std::size_t at = first.size();
    for (;;) {
        const std::string_view rest = body.substr(at);
        if (rest == "--" || rest.starts_with("--\r\n"))
            return std::nullopt;
        if (!rest.starts_with(line_end))
            return form_fault::malformed;
        const auto next = read_part(body, at + line_end.size(), delimiter);
        if (!next)
            return form_fault::malformed;
        if (const auto fault = into.add(next->name, next->value))
            return fault;
        at = next->end;
    }
}

}  // namespace gatehouse::endpoint
