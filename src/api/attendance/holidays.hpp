// The published calendar of a year as a rule of attendance, by one call.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> holiday_routes();

}  // namespace gatehouse::api
