// What apps said to people over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> inbox_routes();

}  // namespace gatehouse::api
