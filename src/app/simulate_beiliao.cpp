#include "app/simulate_beiliao.hpp"

#include <CLI/CLI.hpp>

namespace gatehouse::app {
void add_options(CLI::App&, beiliao_simulation&) {}
int simulate(const beiliao_simulation&) { return 1; }
}  // namespace gatehouse::app
