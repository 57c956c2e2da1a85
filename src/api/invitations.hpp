// Links by which somebody who was invited says who they are.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> invitation_routes();

}  // namespace gatehouse::api
