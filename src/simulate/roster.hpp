// The made-up children of a simulated kindergarten: the same ones for the same seed.
#pragma once

#include "model/card_number.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace gatehouse::simulate {

struct simulated_guardian {
    std::string phone;
    std::string name;
};

struct simulated_child {
    std::uint64_t face = 0;  // what its portrait is drawn from
    std::string card;        // as the reader prints it
    std::vector<simulated_guardian> told;
};

std::vector<simulated_child> make_children(std::size_t count, std::uint64_t seed, model::card_format printed);

// Never a child's: the two have different top bits.
std::string make_unknown_card(std::mt19937_64& chance, model::card_format printed);

}  // namespace gatehouse::simulate
