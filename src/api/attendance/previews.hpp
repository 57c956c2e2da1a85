// What a rule of attendance would change, before it is decided.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> rule_preview_routes();

}  // namespace gatehouse::api
