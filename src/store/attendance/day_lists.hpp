// One date of many people, as clerks look at it: faults first.
#pragma once

#include "store/attendance/days.hpp"

namespace gatehouse::store::attendance {

struct listed_day {
    kept_day what;
    std::int64_t position = 0;  // behind which the next page begins
};
// Of a unit and those below it, or of all; by person within those with a fault and those without.
std::vector<listed_day> days_by_fault(connection& sql, model::organization_id home,
                                      const std::optional<model::unit_id>& unit, model::civil_day day,
                                      std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store::attendance
