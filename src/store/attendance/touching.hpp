// Whose days must be computed anew when a rule changes: in one statement each, however many people it is
// about.
#pragma once

#include "store/attendance/people.hpp"

namespace gatehouse::store::attendance {

// Both dates included; nothing where the first lies behind the last.
struct touched_span {
    model::civil_day first;
    model::civil_day last;
};

// Whoever is assigned to the group or the rotation on one of those days; of their days those on which they
// are, with the two before and behind: a claim reaches so far.
void touch_assigned(transaction& in, model::organization_id home, rule_kind kind, std::string_view name,
                    const touched_span& days);
// Whoever goes by that shift on one of those days because it was set for them, as far as those days go.
void touch_overridden(transaction& in, model::organization_id home, std::string_view shift,
                      const touched_span& days);
// Whoever is assigned to anything on one of those days.
void touch_all_assigned(transaction& in, model::organization_id home, const touched_span& days);

// Whether a day from `first` on was set to that shift, and is.
bool is_overridden(connection& sql, model::organization_id home, std::string_view shift,
                   model::civil_day first);
// Whether a day was ever set to it.
bool was_overridden(connection& sql, model::organization_id home, std::string_view shift);

}  // namespace gatehouse::store::attendance
