// The communities that are simulated: registered, with doors, residents' cards and an office's login, before
// the first door opens.
#pragma once

#include "simulate/property_line.hpp"

#include <boost/json/value.hpp>

#include <vector>

namespace gatehouse::simulate {

struct simulated_community {
    std::string name;
    std::string mode;  // ic_id_mode
    std::string org_id{};
    std::vector<std::string> doors{};
};

struct simulated_resident {
    const simulated_community* home = nullptr;
    std::uint64_t number = 0;  // tells residents apart
    int cards = 0;             // that were handed out: each has a number of its own
    std::string mobile{};
    std::string name{};
    boost::json::value card{};  // as get_card_no answers it

    bool is_ic() const { return home->mode == "1"; }
};

struct simulated_estate {
    std::vector<simulated_community> communities;
    std::vector<simulated_resident> residents;
    property_ledger judge;
};

// The first ShanKai client of the file; throws no_day.
property_identity choose_property(const std::string& provision);

// The same communities and residents for the same seed.
void plan(simulated_estate& estate, std::size_t residents, std::size_t doors, std::uint64_t seed);

// Registers all of it; what an earlier day left is found again. Throws no_day.
void open_estate(simulated_estate& estate, const property_identity& who, std::uint64_t seed,
                 const std::stop_token& stop);

// The members that say whose and where.
boost::json::object at(const simulated_community& home);
boost::json::object of(const simulated_resident& who);

// Hands out the resident's next card of an IC community. False where that went wrong.
bool set_card(property_line& over, property_ledger& judge, simulated_resident& who);
// Reads the card, which is new or not as is due. False where that went wrong.
bool get_card(property_line& over, property_ledger& judge, simulated_resident& who, bool is_new);

}  // namespace gatehouse::simulate
