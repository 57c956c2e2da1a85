#include "endpoint/form.hpp"

#include "base/text.hpp"

#include <algorithm>

namespace gatehouse::endpoint {
namespace {

int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::string unescaped(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

std::string_view decoded(std::string_view text, form& in)
{
    return text.find_first_of("%+") == std::string_view::npos ? text : in.keep(unescaped(text));
}

// The media type without its parameters, in lower case.
std::string media_type(std::string_view content_type)
{
    return base::fold_case(base::trim(content_type.substr(0, content_type.find(';'))));
}

}  // namespace

std::optional<std::string_view> form::find(std::string_view name) const
{
    const auto found =
        std::find_if(fields_.rbegin(), fields_.rend(), [name](const auto& field) { return field.first == name; });
    return found == fields_.rend() ? std::nullopt : std::optional{found->second};
}

std::optional<form_fault> form::add(std::string_view name, std::string_view value)
{
    if (fields_.size() >= form_fields_most)
        return form_fault::too_many_fields;
    if (name.size() > form_name_most)
        return form_fault::name_too_long;
    fields_.emplace_back(name, value);
    return std::nullopt;
}

std::optional<form_fault> read_urlencoded(std::string_view body, form& into)
{
    while (!body.empty()) {
        const std::size_t end = body.find('&');
        const std::string_view pair = body.substr(0, end);
        body = end == std::string_view::npos ? std::string_view{} : body.substr(end + 1);
        if (pair.empty())
            continue;
        const std::size_t equals = pair.find('=');
        const std::string_view value = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
        if (const auto fault = into.add(decoded(pair.substr(0, equals), into), decoded(value, into)))
            return fault;
    }
    return std::nullopt;
}

std::optional<form_fault> read_form_body(std::string_view content_type, std::string_view body, form& into)
{
    const std::string type = media_type(content_type);
    if (type == "application/x-www-form-urlencoded")
        return read_urlencoded(body, into);
    if (type == "multipart/form-data")
        return read_multipart(content_type, body, into);
    return std::nullopt;
}

}  // namespace gatehouse::endpoint
