// Which bytes of a body a client wants (RFC 9110, 14): one range, or the whole where the header is none that
// is known here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

namespace gatehouse::endpoint {

struct byte_range {
    std::uint64_t first = 0;
    std::uint64_t size = 0;

    friend bool operator==(const byte_range&, const byte_range&) = default;
};

struct whole_body {
    friend bool operator==(const whole_body&, const whole_body&) = default;
};
struct unsatisfiable_range {
    friend bool operator==(const unsatisfiable_range&, const unsatisfiable_range&) = default;
};
using wanted_bytes = std::variant<whole_body, byte_range, unsatisfiable_range>;

// `range`: the header's value, empty where there is none. Several ranges are answered with the whole.
wanted_bytes read_range(std::string_view range, std::uint64_t size);

// Whether a list of entity tags (If-None-Match) names this one, or anything.
bool names_tag(std::string_view list, std::string_view tag);

}  // namespace gatehouse::endpoint
