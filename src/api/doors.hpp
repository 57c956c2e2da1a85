// Doors of our own API.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> door_routes();

}  // namespace gatehouse::api
