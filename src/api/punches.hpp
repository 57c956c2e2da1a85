// Who tapped, and the pictures that came with it.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> punch_routes();

}  // namespace gatehouse::api
