// Clients of the interfaces: `/api/v1/clients`.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> client_routes();

}  // namespace gatehouse::api
