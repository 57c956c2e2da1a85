// One row per address that the server answers. An address without a row does not exist, and a row says who
// may use it, or does not compile.
#pragma once

#include "endpoint/services.hpp"
#include "net/http.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

namespace gatehouse::base {
class json_writer;
}

namespace gatehouse::endpoint {

inline constexpr std::size_t usual_body_limit = std::size_t{8} << 20U;
// Of a request that no route takes: it is told so, rather than that its body is too large.
inline constexpr std::size_t stray_body_limit = std::size_t{64} << 10U;

// What a caller must be allowed to do to use a route. The last three are of our own API and rise: who may
// manage may see (src/api/caller.hpp says who may what).
enum class right : std::uint8_t {
    anyone,      // pages and probes that hold nothing of anybody's, and what a caller logs in with
    client,      // a vendor's interface: its own credentials in every call
    see,         // reads what belongs to the organizations that the caller sees
    manage,      // changes it
    administer,  // what concerns the whole server: clients, keys, logins of operators
};

// A right that was stated: it cannot be left out of a row.
class needs {
public:
    constexpr needs(right what)
        : what_(what) {}  // NOLINT(google-explicit-constructor): a row reads as a table
    constexpr operator right() const { return what_; }  // NOLINT(google-explicit-constructor)

private:
    right what_;
};

// What stood in the place of `{name}` in a route's path: as it was sent, not decoded.
inline constexpr std::size_t path_names_most = 3;
using path_values = std::array<std::string_view, path_names_most>;

struct route;

struct exchange {
    services& with;
    const net::request& request;
    net::ticket ask;
    const route& at;
    path_values path{};
};

// What the OpenAPI document says of a route. The functions write the elements of `parameters`, a schema, and
// the members of `responses` for success; null where there are none.
struct operation {
    std::string_view summary;
    unsigned success = 200;
    void (*write_parameters)(base::json_writer& json) = nullptr;
    void (*write_body)(base::json_writer& json) = nullptr;
    void (*write_success)(base::json_writer& json, unsigned status) = nullptr;
    std::string_view body_type = "application/json";
};

// Over which listeners a route is served.
enum class transport : std::uint8_t {
    any,
    guarded,  // TLS or loopback; plain HTTP elsewhere where the operator says so
};

struct route {
    std::string_view name;  // in metrics and documents; the operationId
    // Nothing: every method is the route's own matter.
    std::optional<net::verb> method;
    // Exact; `{name}` stands for one segment; with a '*' at its end: everything below that no other row
    // names.
    std::string_view path;
    needs who;
    std::size_t body_limit;
    void (*serve)(exchange&& of);
    // The answer, in the route's protocol, to what cannot be handed to it.
    net::reply (*refuse)(unsigned status, std::string_view reason);
    operation about{};
    transport over = transport::any;
    // Whether somebody may send a body of that size at all, asked before it comes; null: everybody may. Who
    // may not is refused what is longer than stray_body_limit.
    bool (*may_send)(services& with, const net::request& head) = nullptr;
};

// Somebody's proxy in front means that the caller is elsewhere, whatever the connection's address says.
bool came_through_a_proxy(const net::request& wanted);

// An RFC 9457 problem, with `extra` (members without a leading comma) behind the standard ones.
net::reply problem(unsigned status, std::string_view title, std::string_view detail,
                   std::string_view extra = {});

// The values of a path's names where `path` is one that `pattern` (as route::path) covers.
std::optional<path_values> match_path(std::string_view pattern, std::string_view path);

}  // namespace gatehouse::endpoint
