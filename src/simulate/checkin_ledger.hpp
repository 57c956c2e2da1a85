// What simulated machines have sent, what was acknowledged, and whether each acknowledged check-in stands on
// the server, once.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

namespace gatehouse::simulate {

struct simulated_checkin {
    std::int64_t device = 0;  // its number
    std::int64_t person = 0;
    std::int64_t second = 0;  // of the machine's clock, since the epoch
    std::string_view type;    // fp, fa, card, pass
    bool clock_off = false;   // the server knows that the clock was
};

struct machine_tally {
    std::int64_t messages = 0;      // sent, repeats and all
    std::int64_t acknowledged = 0;  // of them
    std::int64_t checkins = 0;      // different ones, acknowledged: as many punches has the server
    std::int64_t repeats = 0;       // acknowledged again
    std::int64_t batches = 0;
    std::int64_t offline = 0;  // check-ins that were kept until there was a connection
    std::int64_t clock_off = 0;
    std::int64_t takeovers = 0;
    std::int64_t features = 0;  // read off people
    std::int64_t orders = 0;    // carried out
    std::int64_t pushes = 0;    // people that were sent down, and are held
    std::int64_t told = 0;      // check-ins that the app was told
    std::int64_t unanswered = 0;
    std::int64_t wrong = 0;
};

// Safe from every thread.
class checkin_ledger {
public:
    void count(std::int64_t machine_tally::*what, std::int64_t how_many = 1);
    // Says it on standard error too.
    void wrong(std::string_view where, std::string_view due, std::string_view got);

    void acknowledged(std::span<const simulated_checkin> what);

    // A punch of the server's, found once or more. `method`: in the server's words.
    struct found_punch {
        std::int64_t number = 0;
        std::int64_t device = 0;
        std::int64_t person = 0;
        std::int64_t second = 0;
        std::string_view method;
        bool clock_off = false;
    };
    // One search of the server's punches: what was acknowledged before begin_search() and was not found by
    // end_search() is missing.
    // `anew`: nothing counts as found yet.
    void begin_search(bool anew = false);
    void found(const found_punch& what);
    void end_search();

    machine_tally tally() const;

private:
    struct record {
        bool clock_off = false;
        bool is_acknowledged = false;
        bool is_told = false;  // that something is wrong with it
        std::int64_t search = 0;
        std::set<std::int64_t> punches;
    };
    using place = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::string>;  // second first

    void report(const place& at, record& of, std::string_view due, const std::string& got);

    mutable std::mutex guard_;
    std::map<place, record> known_;
    std::int64_t search_ = 0;
    machine_tally tally_;
};

}  // namespace gatehouse::simulate
