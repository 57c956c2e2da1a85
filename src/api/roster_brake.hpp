// The limits past which a platform's deletes are held, and those that are, over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> held_delete_routes();

}  // namespace gatehouse::api
