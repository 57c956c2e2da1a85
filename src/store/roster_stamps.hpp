// An organization's roster in the order of its changes, for those who keep a copy of it. The stamps are the
// database's own (schema 0070): milliseconds, strictly increasing within an organization and kind.
#pragma once

#include "model/organization.hpp"
#include "model/person.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

template <class What>
struct stamped {
    std::int64_t stamp = 0;
    bool ended = false;
    What what;
};

// Whose stamp is greater than `after`; where there is no `after`, those that have not ended.
struct roster_page {
    model::organization_id of;
    std::optional<std::int64_t> after;
    std::int64_t most = 0;
};
std::vector<stamped<model::person>> people_changed(connection& sql, const roster_page& asked);
std::vector<stamped<model::unit>> units_changed(connection& sql, const roster_page& asked);
// How many there are on all pages together.
std::int64_t count_people_changed(connection& sql, const roster_page& asked);
std::int64_t count_units_changed(connection& sql, const roster_page& asked);

// A roster that changed since apps which read it were told so.
struct changed_roster {
    model::organization_id of;
    std::string kind;  // "person" or "unit"
    std::int64_t stamp = 0;
};
std::vector<changed_roster> rosters_to_tell(connection& sql);
void roster_told(transaction& in, const changed_roster& what);
// Whoever begins to read it here needs no telling of what was before.
void begin_telling_roster(transaction& in, model::organization_id of);

}  // namespace gatehouse::store
