// The site that simulated machines stand at: chosen from the provisioning file, its machines and people
// registered before the first of them connects.
#pragma once

#include "simulate/office_line.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gatehouse::simulate {

struct placed_machine {
    std::string identifier;
    std::int64_t number = 0;  // that the server has for it
};

struct workplace {
    office_identity office;
    std::string mqtt;     // where machines connect
    std::string webhook;  // of the app; empty: there is none
    std::string model;
    std::string type;
    base::secret product_key;
    std::vector<placed_machine> machines;
    std::int64_t organization = 0;
    std::vector<std::int64_t> people{};  // by the server's numbers
};

struct workplace_size {
    std::size_t machines = 0;
    std::size_t people = 0;
    std::uint64_t seed = 0;
};

// The organization, product and app of the file's first device that is bound; throws no_day.
workplace choose_workplace(const std::string& provision);

// Asks where machines connect, unless that is known, and registers what is missing: machines beyond those of
// the file, and people. What an earlier day left is found again. Throws no_day.
void open_workplace(workplace& place, const workplace_size& size, const std::stop_token& stop);

}  // namespace gatehouse::simulate
