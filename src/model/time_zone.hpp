// Civil time: exists only together with a zone of the system's time zone database
// (docs/adr/0004-time-zones.md).
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string_view>

namespace gatehouse::model {

// A wall clock's reading and a wall calendar's day, of no zone yet.
using civil_time = std::chrono::local_time<std::chrono::milliseconds>;
using civil_day = std::chrono::local_days;

class time_zone {
public:
    // By its IANA name; null where the system does not know it. Lives as long as the process. The first call
    // reads the database, later ones and the conversions read no file. Throws where there is no database at
    // all.
    static const time_zone* find(std::string_view name);

    civil_time to_civil(base::instant at) const;
    // A reading that comes twice (clocks set back) is the earlier one; one that never comes (set forward) is
    // what a clock that was not set forward means by it, so it is moved by the gap.
    base::instant to_utc(civil_time at) const;

private:
    explicit time_zone(const void* zone) : zone_(zone) {}

    const void* zone_;  // date::time_zone, which stays out of this header for the compiler's sake
};

}  // namespace gatehouse::model
