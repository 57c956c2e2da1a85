// The composition root: the one place that knows every part and wires them.
#pragma once

#include "app/settings.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "store/writer.hpp"

namespace gatehouse::app {

// What only the crash campaigns' negative controls change: with either, punches must be lost.
struct durability {
    store::sqlite::options database;
    bool answer_before_commit = false;
};

// Serves until SIGTERM or SIGINT. The exit code.
int serve(const settings& chosen, const durability& how);

// Applies a provisioning file to a data folder that no server uses. The exit code.
int provision(const std::string& file, const std::string& data);

}  // namespace gatehouse::app
