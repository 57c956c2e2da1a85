// What stands behind devices' connections, as the settings want it.
#pragma once

#include "app/settings.hpp"
#include "endpoint/services.hpp"
#include "gateway/device_host.hpp"
#include "store/connection.hpp"

#include <memory>

namespace gatehouse::app {

// And named in the services for those who have something for a device. Throws std::runtime_error where a
// setting is wrong.
std::unique_ptr<gateway::device_host> machines(endpoint::services& with, const settings& chosen);

// Uploads that a crash cut off go.
void sweep(const store::firmware_files& files, store::database& db);

}  // namespace gatehouse::app
