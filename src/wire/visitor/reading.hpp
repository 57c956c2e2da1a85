// What every call of the visitor system begins with: who calls, and what is asked.
#pragma once

#include "endpoint/fields_read.hpp"
#include "wire/visitor/caller.hpp"
#include "wire/visitor/mapping.hpp"

#include <optional>
#include <string>

namespace gatehouse::wire::visitor {

inline constexpr std::size_t body_most = std::size_t{64} << 10U;
inline constexpr std::size_t application_most = std::size_t{4} << 20U;  // pictures come with it

template <class Request>
struct taken {
    caller by;
    Request asked;
    std::string named{};  // what stood in the address
};

// The first fault in the words of the interface.
base::error first_of(endpoint::fault_list& faults);
// What stands in a path, decoded; nothing where it is no text.
std::optional<std::string> decode_path(std::string_view text);

// Where a call's fields stand.
enum class fields_in : std::uint8_t { query, body };

template <class Request, fields_in Where>
base::result<Request> read_request(const net::request& request)
{
    Request asked;
    endpoint::fault_list faults;
    if constexpr (Where == fields_in::query) {
        endpoint::form parameters;
        if (endpoint::read_urlencoded(request.query, parameters))
            return base::error{base::errc::malformed_input, "the query string"};
        endpoint::read_query(parameters, asked, faults, endpoint::unknown_members::ignored);
    } else {
        const auto document = endpoint::json_document::parse(request.body.empty() ? "{}" : request.body);
        if (!document)
            return base::error{base::errc::malformed_input, "the body is not JSON"};
        endpoint::read_json(document->root(), asked, faults, endpoint::unknown_members::ignored);
    }
    if (!faults.empty())
        return first_of(faults);
    return asked;
}

template <class Request, fields_in Where>
base::result<taken<Request>> take(const endpoint::exchange& of, caller_classes allowed)
{
    auto by = find_caller(of.with, of.request, allowed);
    if (!by)
        return by.error();
    auto asked = read_request<Request, Where>(of.request);
    if (!asked)
        return asked.error();
    const auto named = decode_path(of.path[0]);
    if (!named)
        return base::error{base::errc::malformed_input, "the address"};
    return taken<Request>{std::move(*by), std::move(*asked), *named};
}

}  // namespace gatehouse::wire::visitor
