// Organizations of our own API.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> organization_routes();

}  // namespace gatehouse::api
