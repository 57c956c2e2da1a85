// Deeds: a period is locked, and the last one is opened again [A-124][A-128].
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/attendance/locks.hpp"

namespace gatehouse::ops::attendance {

struct lock_draft {
    model::organization_id organization;
    std::optional<model::unit_id> unit;  // with those below it; nothing: everybody
    model::civil_day first;
    model::civil_day last;
    std::vector<model::person_id> accepted;  // whose unproven minutes stay so
};
inline constexpr std::int64_t obstacles_most = 500;

// malformed_input where the dates are none. conflict: some of it is locked already; or days are pending or
// unproven, and then each person whom nobody accepted is a fault, named by their place: "/accepted".
base::result<store::attendance::period_lock> lock_period(store::transaction& in, const lock_draft& what,
                                                         const author& by);
// conflict: a later period is locked still, or this one is not.
base::result<void> unlock_period(store::transaction& in, const store::attendance::period_lock& what,
                                 std::string_view reason, const author& by);

}  // namespace gatehouse::ops::attendance
