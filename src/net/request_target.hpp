// The request target of RFC 9112, 3.2, taken apart into the path and query we serve.
#pragma once

#include "net/http.hpp"

#include <optional>
#include <string_view>

namespace gatehouse::net {

struct target_parts {
    std::string_view path;
    std::string_view query;
};

// Origin form, absolute form (its authority is checked and dropped), and "*" for OPTIONS; nothing else.
std::optional<target_parts> split_target(verb method, std::string_view target);

// A host with or without port, as a Host field or an authority may hold; empty is allowed by RFC 9110, 7.2.
bool is_valid_host(std::string_view host);

}  // namespace gatehouse::net
