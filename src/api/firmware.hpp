// Programs of machines.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> firmware_routes();

}  // namespace gatehouse::api
