// One simulated gate's day: residents come and go, and now and then the office changes somebody's card.
#pragma once

#include "simulate/estate.hpp"

#include <random>
#include <span>

namespace gatehouse::simulate {

class simulated_gate {
public:
    // Its residents are nobody else's while it lives. All of them outlive it.
    simulated_gate(std::span<simulated_resident> residents, property_ledger& judge,
                   const property_identity& who, double speed, std::uint64_t seed, std::stop_token stop);

    // Until it is stopped.
    void live();

private:
    void do_something();
    void open_by_card(const simulated_resident& who);
    void open_by_mobile(const simulated_resident& who);
    void try_unknown_card(const simulated_resident& who);
    void try_unknown_door(const simulated_resident& who);
    void replace_card(simulated_resident& who);
    void take_card_back(simulated_resident& who);
    void read_records(const simulated_resident& who);

    boost::json::object door_of(const simulated_resident& who);
    void pass(boost::json::object door, const simulated_resident& who);
    void be_refused(boost::json::object door, const boost::json::value& card);

    std::span<simulated_resident> residents_;
    property_ledger& judge_;
    std::stop_token stop_;
    property_line line_;
    double speed_;
    std::mt19937_64 chance_;
};

}  // namespace gatehouse::simulate
