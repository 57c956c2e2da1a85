// What machines sent: their alarms, and their messages as received.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> device_message_routes();

}  // namespace gatehouse::api
