// Machines fetch their firmware: whole, or what they still miss of it.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::wire::deli {

// GET /fw/{file}: MODEL-VERSION.bin, what was published of it.
void serve_firmware(endpoint::exchange&& of);

}  // namespace gatehouse::wire::deli
