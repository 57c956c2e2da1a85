// Licences, which open an organization to a client, of either of them.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> licence_routes();

}  // namespace gatehouse::api
