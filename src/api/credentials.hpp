// Credentials over our own API, and cards reported lost.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> credential_routes();

}  // namespace gatehouse::api
