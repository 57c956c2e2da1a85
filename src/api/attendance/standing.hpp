// Who stands under which rules of attendance, and what follows for their days.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> assignment_routes();
std::span<const endpoint::route> single_day_routes();
std::span<const endpoint::route> schedule_routes();

}  // namespace gatehouse::api
