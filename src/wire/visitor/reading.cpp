#include "wire/visitor/reading.hpp"

#include "base/text.hpp"

namespace gatehouse::wire::visitor {

base::error first_of(endpoint::fault_list& faults)
{
    const base::fault first = faults.take().front();
    return faulty(first.where.empty() ? "the body" : std::string_view(first.where).substr(1), first.detail);
}

std::optional<std::string> decode_path(std::string_view text)
{
    // A path's plus is a plus.
    std::string query = "x=";
    for (const char c : text)
        query.append(c == '+' ? "%2B" : c == '&' ? "%26" : std::string_view(&c, 1));
    endpoint::form parameters;
    if (endpoint::read_urlencoded(query, parameters))
        return std::nullopt;
    std::string decoded(parameters.find("x").value_or(""));
    return base::has_control(decoded) ? std::nullopt : std::optional{std::move(decoded)};
}

}  // namespace gatehouse::wire::visitor
