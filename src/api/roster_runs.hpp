// What platforms did to their rosters, and how it is taken back, over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> roster_run_routes();

}  // namespace gatehouse::api
