// The kindergarten that is simulated: chosen from a provisioning file, its cards bound before the first tap.
#pragma once

#include "app/simulate_reader.hpp"

#include <stdexcept>
#include <stop_token>
#include <string>

namespace gatehouse::app {

// A day that cannot be lived, and why.
struct no_day : std::runtime_error {
    using std::runtime_error::runtime_error;
};

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

}  // namespace gatehouse::app
