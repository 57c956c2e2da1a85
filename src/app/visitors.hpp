// What the settings say of visitors.
#pragma once

#include "app/settings.hpp"
#include "endpoint/visiting.hpp"

namespace gatehouse::app {

// The networks of a setting; throws std::runtime_error as below.
std::vector<net::network> read_networks(std::string_view setting, const std::vector<std::string>& texts);

// Throws std::runtime_error with the setting and the reason.
void set_up(endpoint::visiting& what, const settings& chosen);

}  // namespace gatehouse::app
