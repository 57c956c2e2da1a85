// One row per address that the server answers. An address without a row does not exist.
#pragma once

#include "endpoint/services.hpp"
#include "net/http.hpp"

#include <cstddef>
#include <optional>
#include <string_view>

namespace gatehouse::endpoint {

inline constexpr std::size_t usual_body_limit = std::size_t{8} << 20U;

// Who may reach a route at all; what they may do there is the route's own matter.
enum class audience : std::uint8_t {
    anyone,     // pages and probes that hold nothing of anybody's
    operators,  // our own API: a key, or the lab profile
    clients,    // a vendor's interface: its own credentials in every call
};

struct exchange {
    services& with;
    const net::request& request;
    net::ticket ask;
};

struct route {
    std::string_view name;  // in metrics and documents
    // Nothing: every method is the route's own matter.
    std::optional<net::verb> method;
    std::string_view path;  // exact; with a '*' at its end: everything below
    audience open_to;
    std::size_t body_limit;
    void (*serve)(exchange&& of);
    // The answer, in the route's protocol, to what cannot be handed to it.
    net::reply (*refuse)(unsigned status, std::string_view reason);
};

// An RFC 9457 problem, with `extra` (members without a leading comma) behind the standard ones.
net::reply problem(unsigned status, std::string_view title, std::string_view detail,
                   std::string_view extra = {});

}  // namespace gatehouse::endpoint
