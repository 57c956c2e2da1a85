// The models of machines.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> product_routes();

}  // namespace gatehouse::api
