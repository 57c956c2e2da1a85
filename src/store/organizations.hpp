// Organizations and their units: rows and index together.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

model::organization_id insert_organization(transaction& in, const model::organization& what);
void update_organization(transaction& in, const model::organization& what);
model::unit_id insert_unit(transaction& in, const model::unit& what);
void update_unit(transaction& in, const model::unit& what);
// All of one organization: they are deleted from now on.
void end_units(transaction& in, model::organization_id home, const std::vector<model::unit_id>& which);
std::optional<model::unit> find_unit(connection& sql, model::unit_id id);

// Among those that the client registered and that it did not end: by name; all, oldest first.
std::optional<model::organization_id> find_registered(connection& sql, model::client_id client,
                                                      std::string_view name);
std::vector<model::organization_id> registered_of(connection& sql, model::client_id client);

void load_organizations(connection& sql, index& into);

}  // namespace gatehouse::store
