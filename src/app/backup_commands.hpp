// The commands that keep data safe: backup, restore, verify.
#pragma once

#include <CLI/CLI.hpp>

namespace gatehouse::app {

// Adds the three; `code` receives the exit code of the one that ran. The manual lists them.
void add_backup_commands(CLI::App& to, int& code);

}  // namespace gatehouse::app
