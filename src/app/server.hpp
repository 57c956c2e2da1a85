// The composition root: the one place that knows every part and wires them.
#pragma once

#include "app/settings.hpp"
#include "endpoint/services.hpp"
#include "gateway/device_host.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/writer.hpp"

#include <functional>
#include <memory>

namespace gatehouse::app {

// What only the crash campaigns' negative controls change: with either, punches must be lost.
struct durability {
    store::sqlite::options database;
    bool answer_before_commit = false;
};

// Makes what stands behind devices' connections, and names it in the services where others have something for
// a device. Empty: nothing does, and no MQTT listener is opened.
using host_maker = std::function<std::unique_ptr<gateway::device_host>(endpoint::services&, const settings&)>;

// Serves until SIGTERM or SIGINT. The exit code.
int serve(const settings& chosen, const durability& how, const host_maker& devices = {});

// Applies a provisioning file to a data folder that no server uses. The exit code.
int provision(const std::string& file, const std::string& data);

}  // namespace gatehouse::app
