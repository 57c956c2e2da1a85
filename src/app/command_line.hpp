// The command line: `serve`, `provision`, `simulate`, `openapi`, `version`.
#pragma once

#include "app/server.hpp"

namespace gatehouse::app {

int run(int argc, char** argv, const durability& how = {}, const host_maker& devices = {});

}  // namespace gatehouse::app
