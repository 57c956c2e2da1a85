// Whether a rule of attendance may be saved as it was told: every bad line with its place and the
// clerk's sentence about it.
#pragma once

#include "base/error.hpp"
#include "store/attendance/rules.hpp"

#include <set>
#include <string>
#include <vector>

namespace gatehouse::ops::attendance {

// Places are JSON pointers into the rule as it is told: "/rules/3", "/since". Warnings refuse nothing.
struct rule_findings {
    std::vector<base::fault> faults;
    std::vector<std::string> warnings;
};

// Where `decided` are the versions that count in the organization (store::attendance::rules_of). `what` has
// words.
rule_findings check_rule(const std::vector<store::attendance::rule_version>& decided,
                         const store::attendance::rule_version& what);

// The version that judges that date: the last one that holds from then or before, else the first; null where
// there is none.
const store::attendance::rule_version* in_force(const std::vector<store::attendance::rule_version>& decided,
                                                store::attendance::rule_kind kind, std::string_view name,
                                                model::civil_day date);
// The shifts that a group's week or a rotation names; none of another kind, or of an end.
std::set<std::string> shifts_named_by(const store::attendance::rule_version& what);

}  // namespace gatehouse::ops::attendance
