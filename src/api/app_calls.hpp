// What apps are told: what became of each call, and having one that was given up sent again.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> app_call_routes();

}  // namespace gatehouse::api
