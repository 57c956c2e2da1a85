// The routes of Deli's platform: the apps' gateway, and where devices learn what to connect to.
#pragma once

#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::wire::deli {

std::span<const endpoint::route> routes();
const endpoint::api_document& document();

}  // namespace gatehouse::wire::deli
