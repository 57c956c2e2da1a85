// Searches a server's punches for the check-ins of simulated machines, the newest first.
#pragma once

#include "simulate/checkin_ledger.hpp"
#include "simulate/workplace.hpp"

namespace gatehouse::simulate {

class punch_search {
public:
    // `place`, which is open, and `judge` outlive it.
    punch_search(const workplace& place, checkin_ledger& judge) : place_(place), judge_(judge) {}

    // What stands there already is no concern of this day. Throws no_day.
    void begin(const std::stop_token& stop);
    // What is new since the last time, and whether anything is missing. False: there was no answer.
    // `anew`: all of this day's.
    bool search(const std::stop_token& stop, bool anew = false);

private:
    bool read_back_to(std::int64_t last, const std::stop_token& stop);

    const workplace& place_;
    checkin_ledger& judge_;
    std::int64_t first_ = 0;  // the newest punch's number when the day began
    std::int64_t seen_ = 0;   // and now
};

}  // namespace gatehouse::simulate
