// Logging in to our own API with a password.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> session_routes();

}  // namespace gatehouse::api
