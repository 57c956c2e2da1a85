// Deciding rules of attendance: a version that holds from a date on, or the end of a rule. Nothing is
// overwritten; the days on which what was decided is in force are computed anew.
#pragma once

#include "base/result.hpp"
#include "ops/attendance/rule_check.hpp"
#include "ops/author.hpp"
#include "store/transaction.hpp"

namespace gatehouse::ops::attendance {

struct decided_rule {
    store::attendance::rule_version what;
    std::vector<std::string> warnings;
};

// malformed_input with every fault of check_rule(). The same words from the same date again: nothing happens.
// `what` has words; its number, time and actor are given here.
base::result<decided_rule> decide_rule(store::transaction& in, store::attendance::rule_version what,
                                       const author& by);

// From `since` on there is no such rule. not_found where none is in force then; conflict while a group, a
// rotation or a day set for somebody names the shift then or later.
base::result<store::attendance::rule_version> end_rule(store::transaction& in,
                                                       store::attendance::rule_version what,
                                                       const author& by);

// The civil date in the organization's zone.
model::civil_day today_in(const store::index& index, model::organization_id home, base::instant now);

// Whose days, and which, the version that holds in `decided` from what.since is about: touched at most until
// the day after today.
void touch_rule(store::transaction& in, const std::vector<store::attendance::rule_version>& decided,
                const store::attendance::rule_version& what, model::civil_day today);

}  // namespace gatehouse::ops::attendance
