// What gates and QR codes call: answered from memory, on the I/O thread.
#pragma once

#include "endpoint/route.hpp"

#include <span>
#include <string_view>

namespace gatehouse::wire::visitor {

inline constexpr std::string_view check_code_name = "visitor_check_code";

std::span<const endpoint::route> gate_routes();

}  // namespace gatehouse::wire::visitor
