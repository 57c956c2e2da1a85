// The kindergarten that is simulated: chosen from a provisioning file, its cards bound before the first tap.
#pragma once

#include "simulate/day.hpp"
#include "simulate/reader.hpp"

#include <stop_token>
#include <string>

namespace gatehouse::simulate {

struct chosen_site {
    line_identity who;  // without the url
    std::string name;
    std::string zone;
    model::card_format printed;
};

// The first licence of a Beiliao client for an open kindergarten; throws no_day.
chosen_site choose_site(const std::string& provision);

// Asks for the classes and binds every child's card; throws no_day.
void open_site(simulated_site& site, const chosen_site& chosen, const std::stop_token& stop);

}  // namespace gatehouse::simulate
