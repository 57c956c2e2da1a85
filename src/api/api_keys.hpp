// API keys: `/api/v1/api_keys`.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> api_key_routes();

}  // namespace gatehouse::api
