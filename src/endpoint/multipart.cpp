#include "base/text.hpp"
#include "endpoint/form.hpp"

#include <algorithm>

// multipart/form-data (RFC 7578 over RFC 2046), as curl -F and PHP send it.
namespace gatehouse::endpoint {
namespace {

constexpr std::string_view line_end = "\r\n";
constexpr std::size_t boundary_most = 70;  // RFC 2046, 5.1.1
constexpr std::size_t part_head_most = 8192;

// The value of `name=` among the parameters of a header, quoted or bare; empty where there is none.
std::string parameter(std::string_view header, std::string_view name)
{
    std::size_t at = header.find(';');
    while (at != std::string_view::npos) {
        std::string_view rest = header.substr(at + 1);
        while (!rest.empty() && (rest.front() == ' ' || rest.front() == '\t'))
            rest.remove_prefix(1);
        const bool wanted = rest.size() > name.size() && base::fold_case(rest.substr(0, name.size())) == name &&
                            rest[name.size()] == '=';
        std::size_t i = rest.find_first_of("=;");
        if (i == std::string_view::npos)
            return {};
        std::string value;
        if (rest[i] == '=' && i + 1 < rest.size() && rest[i + 1] == '"') {
            for (i += 2; i < rest.size() && rest[i] != '"'; ++i) {
                if (rest[i] == '\\' && i + 1 < rest.size())
                    ++i;
                value += rest[i];
            }
            if (i >= rest.size())
                return {};  // the quote is never closed
        } else if (rest[i] == '=') {
            value = base::trim(rest.substr(i + 1, rest.substr(i + 1).find(';')));
        }
        if (wanted)
            return value;
        at = header.find(';', static_cast<std::size_t>(rest.data() - header.data()) + i);
    }
    return {};
}

// The name of a part by its head; nothing where no Content-Disposition names it.
std::optional<std::string> name_of_part(std::string_view head)
{
    constexpr std::string_view wanted = "content-disposition:";
    while (!head.empty()) {
        const std::size_t end = head.find(line_end);
        const std::string_view line = head.substr(0, end);
        head = end == std::string_view::npos ? std::string_view{} : head.substr(end + line_end.size());
        if (line.size() > wanted.size() && base::fold_case(line.substr(0, wanted.size())) == wanted)
            return parameter(line, "name");
    }
    return std::nullopt;
}

}  // namespace

std::optional<form_fault> read_multipart(std::string_view content_type, std::string_view body, form& into)
{
    const std::string boundary = parameter(content_type, "boundary");
    if (boundary.empty() || boundary.size() > boundary_most)
        return form_fault::malformed;
    const std::string first = "--" + boundary;
    const std::string between = std::string(line_end) + first;
    // A preamble is allowed before the first boundary, which begins a line.
    std::size_t at = body.starts_with(first) ? first.size() : body.find(between);
    if (at == std::string_view::npos)
        return form_fault::malformed;
    if (!body.starts_with(first))
        at += between.size();
    for (;;) {
        const std::string_view rest = body.substr(at);
        if (rest.starts_with("--"))
            return std::nullopt;
        if (!rest.starts_with(line_end))
            return form_fault::malformed;
        const std::size_t head_end = rest.substr(0, part_head_most).find("\r\n\r\n");
        if (head_end == std::string_view::npos)
            return form_fault::malformed;
        const std::size_t value_at = at + head_end + 4;
        const std::size_t value_end = body.find(between, value_at);
        auto name = name_of_part(rest.substr(line_end.size(), head_end - std::min(head_end, line_end.size())));
        if (value_end == std::string_view::npos || !name)
            return form_fault::malformed;
        const std::string_view value = body.substr(value_at, value_end - value_at);
        if (const auto fault = into.add(into.keep(std::move(*name)), value))
            return fault;
        at = value_end + between.size();
    }
}

}  // namespace gatehouse::endpoint
