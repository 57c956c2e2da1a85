// The provisioning file of the server that is played to: who may call, and where.
#pragma once

#include "ops/provision_file.hpp"

#include <string>

namespace gatehouse::simulate {

// Throws no_day, with the first fault, where it cannot be read.
ops::provision_file read_provision(const std::string& path);

}  // namespace gatehouse::simulate
