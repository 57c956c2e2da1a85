// Who stands under which rules of attendance: groups and rotations, single days, employment. Each deed has
// its entry in the audit trail, and the days it is about are computed anew. A schedule on locked dates stands
// conflict, with the dates.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/attendance/people.hpp"

namespace gatehouse::ops::attendance {

// malformed_input where there is no such rule then, the dates are in the wrong order, or a group has a phase;
// conflict where they are in a group on one of those dates already. Its id, time and actor are given
// here.
base::result<store::attendance::assignment> assign(store::transaction& in, store::attendance::assignment what,
                                                   const author& by);
// Its last date, or nothing: for ever. As assign().
base::result<store::attendance::assignment> change_assignment(store::transaction& in,
                                                              const store::attendance::assignment& before,
                                                              std::optional<model::civil_day> until,
                                                              const author& by);
// It never was.
base::result<void> cancel_assignment(store::transaction& in, const store::attendance::assignment& what,
                                     const author& by);

// A shift or rest for one date. malformed_input where there is no such shift then, or no such zone.
// The same again: nothing happens.
base::result<store::attendance::day_override> set_day(store::transaction& in,
                                                      store::attendance::day_override what, const author& by);
// not_found where nothing is set.
base::result<void> lift_day(store::transaction& in, model::organization_id home, model::person_id who,
                            model::civil_day day, const author& by);

// malformed_input where dates are in the wrong order.
base::result<void> employ(store::transaction& in, const store::attendance::employment& what,
                          const author& by);

}  // namespace gatehouse::ops::attendance
