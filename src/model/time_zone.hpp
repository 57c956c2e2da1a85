// Civil time: exists only together with a zone of the system's time zone database.
#pragma once

#include "base/clock.hpp"

#include <chrono>
#include <string_view>

namespace gatehouse::model {

// A wall clock's reading, of no zone yet.
struct civil_clock;
using civil_time = std::chrono::time_point<civil_clock, std::chrono::milliseconds>;
using civil_day = std::chrono::time_point<civil_clock, std::chrono::days>;

class time_zone {
public:
    // By its IANA name; null where the system does not know it. Lives as long as the process.
    static const time_zone* find(std::string_view name);

    civil_time to_civil(base::instant at) const;
    // A reading that comes twice (clocks set back) is the earlier one; one that never comes (set forward) is moved
    // forward by the gap.
    base::instant to_utc(civil_time at) const;

private:
    explicit time_zone(const void* zone) : zone_(zone) {}

    const void* zone_;  // date::time_zone, which stays out of this header for the compiler's sake
};

}  // namespace gatehouse::model
