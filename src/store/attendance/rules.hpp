// Rules of attendance as they were decided: words in versions, nothing overwritten.
#pragma once

#include "model/named.hpp"
#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

// `holidays`: a published list of a year, named after it. `calendar`: days of the organization's own, which
// stand over those.
enum class rule_kind : std::uint8_t { shift, group, rotation, holidays, calendar, chain, leave };

}  // namespace gatehouse::store::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 7> enumerator_names<store::attendance::rule_kind>{
    "shift", "group", "rotation", "holidays", "calendar", "chain", "leave"};

}  // namespace gatehouse::model

namespace gatehouse::store::attendance {

// Of versions with the same `since` the one with the highest number counts.
struct rule_version {
    std::int64_t number = 0;
    model::organization_id organization;
    rule_kind kind = rule_kind::shift;
    std::string name;
    model::civil_day since;
    std::optional<std::vector<std::string>> words;  // lines; nothing: the rule ends there
    base::instant decided_at{};
    std::string actor{};
};

// Its number.
std::int64_t insert_rule(transaction& in, const rule_version& what);

// The versions that count, of one kind or of all, by kind, name and date.
std::vector<rule_version> rules_of(connection& sql, model::organization_id home,
                                   std::optional<rule_kind> kind = {});
// All that were ever decided, oldest decision first.
std::vector<rule_version> history_of(connection& sql, model::organization_id home, rule_kind kind,
                                     std::string_view name);

}  // namespace gatehouse::store::attendance
