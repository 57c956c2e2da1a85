// Logins: `/api/v1/logins`, and the own password.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> login_routes();

}  // namespace gatehouse::api
