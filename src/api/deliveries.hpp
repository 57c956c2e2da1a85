// Messages on their way: what became of each, and sending one again.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> delivery_routes();

}  // namespace gatehouse::api
