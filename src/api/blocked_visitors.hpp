// The block list of a site: who shall not come in.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> blocked_visitor_routes();

}  // namespace gatehouse::api
