// Punches by people's own phones, and what was asked for.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> phone_punch_routes();

}  // namespace gatehouse::api
