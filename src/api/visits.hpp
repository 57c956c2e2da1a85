// Visits as the site's own software sees them, who is inside, and phone pages whose WeChat id it proved.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> visit_routes();

}  // namespace gatehouse::api
