// One simulated card reader's day: children come in waves, and now and then what goes wrong at real gates.
#pragma once

#include "model/time_zone.hpp"
#include "simulate/ledger.hpp"
#include "simulate/line.hpp"
#include "simulate/roster.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <random>
#include <stop_token>

namespace gatehouse::simulate {

// Where a reader leaves a tap that the reader beside it has seen in the same second.
class neighbour_board {
public:
    void leave(simulated_tap tap);
    // What a neighbour left; nothing when the time is over or it was stopped.
    std::optional<simulated_tap> wait(const std::stop_token& stop, std::chrono::milliseconds how_long);

private:
    std::mutex guard_;
    std::condition_variable_any left_;
    std::deque<simulated_tap> taps_;
};

struct simulated_site {
    std::vector<simulated_child> children;
    model::card_format printed = model::card_format::decimal;
    const model::time_zone* zone = nullptr;
    double speed = 1.0;
    std::int64_t opened = 0;  // epoch seconds; late taps lie before
    tap_ledger taps;
    neighbour_board board;
};

class simulated_reader {
public:
    // `at` and `who` outlive it.
    simulated_reader(simulated_site& at, const line_identity& who, std::uint64_t seed, std::stop_token stop);

    // Until it is stopped.
    void live();

private:
    std::chrono::milliseconds next_pause();
    void do_something();
    void tap_live();
    void tap_with_neighbour();
    void upload_late();
    void tap_unknown();
    void tap_ahead();
    void repeat();

    std::optional<simulated_tap> fresh_live();
    void send(const simulated_tap& tap);
    void send_and_remember(const simulated_tap& tap);
    std::string time_text(std::int64_t second);
    std::uint64_t below(std::uint64_t limit) { return chance_() % limit; }
    const simulated_child& any_child() { return at_.children[below(at_.children.size())]; }

    simulated_site& at_;
    std::stop_token stop_;
    line line_;
    std::mt19937_64 chance_;
    std::deque<simulated_tap> recent_;
};

}  // namespace gatehouse::simulate
