// What machines read off people, over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> feature_routes();

}  // namespace gatehouse::api
