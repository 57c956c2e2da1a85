// What people's phones do, over our own API: codes scanned, events, tokens, logins at machines.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> user_event_routes();

}  // namespace gatehouse::api
