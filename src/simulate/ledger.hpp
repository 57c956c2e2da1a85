// What the simulated readers have sent, and whether each answer is the one that is due.
#pragma once

#include "simulate/line.hpp"

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::simulate {

enum class tap_kind : std::uint8_t { live, late, unknown, ahead };

struct simulated_tap {
    tap_kind kind = tap_kind::live;
    std::string card;
    std::int64_t second = 0;  // of the reader's clock, since the epoch
    std::uint64_t face = 0;
};

struct simulation_tally {
    std::int64_t taps = 0;     // different ones, answered as is due: as many punches has the server
    std::int64_t repeats = 0;  // answers beyond the first of each
    std::int64_t late = 0;
    std::int64_t unknown = 0;
    std::int64_t ahead = 0;
    std::int64_t twins = 0;
    std::int64_t pictures = 0;
    std::int64_t unanswered = 0;
    std::int64_t wrong = 0;
};

// Safe from every thread.
class tap_ledger {
public:
    // When the day began; `known`: whether an earlier one with the same cards may have left taps before that.
    void open(std::int64_t second, bool known);

    // Announces one sending. `begin`: of a tap that nobody has sent yet, else false. `again`: of one that is
    // still remembered, else false.
    bool begin(const simulated_tap& tap);
    bool again(const simulated_tap& tap);

    // How a sending went. `after_answer`: it began when the tap had been answered already.
    void answered(const simulated_tap& tap, const line_answer& answer, bool after_answer);
    void given_up(const simulated_tap& tap);
    bool has_answer(const simulated_tap& tap) const;

    void count_picture();
    void count_twin();
    void wrong(std::string_view where, std::string_view due, std::string_view got);

    simulation_tally tally() const;

private:
    struct record {
        std::string id;
        int waiting = 1;
        int answers = 0;
        int stored = 0;  // answers that said "this is the first"
        bool may_stand = false;
    };
    using place = std::pair<std::int64_t, std::string>;

    void count_first(tap_kind kind);
    void judge_kept(const simulated_tap& tap, record& of, const line_answer& answer, bool after_answer);
    void report(const simulated_tap& tap, std::string_view due, const std::string& got);
    void forget_old(std::int64_t now);

    mutable std::mutex guard_;
    std::map<place, record> sent_;
    std::int64_t opened_ = 0;
    bool known_ = false;
    simulation_tally tally_;
};

}  // namespace gatehouse::simulate
