// Cards reported lost over our own API.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> card_routes();

}  // namespace gatehouse::api
