// What stands behind devices' listeners in the server that ships.
#pragma once

#include "endpoint/services.hpp"
#include "gateway/device_host.hpp"

#include <memory>

namespace gatehouse::app {

// Deli's attendance machines. `with` learns where they are connected.
std::unique_ptr<gateway::device_host> machines(endpoint::services& with);

}  // namespace gatehouse::app
