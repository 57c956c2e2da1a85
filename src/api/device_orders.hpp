// What an operator has a machine do.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> device_order_routes();

}  // namespace gatehouse::api
