// The programs of others that machines report to.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> app_routes();

}  // namespace gatehouse::api
