// An organization's roster in the order of its changes, for those who keep a copy of it. The stamps are the
// database's own (schema 0070): milliseconds, strictly increasing within an organization and kind.
#pragma once

#include "model/organization.hpp"
#include "model/person.hpp"
#include "store/connection.hpp"

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

}  // namespace gatehouse::store
