// What a platform's ids mean where the operator says it, over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> link_routes();

}  // namespace gatehouse::api
