// Organizations and their units: rows and index together.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

model::organization_id insert_organization(transaction& in, const model::organization& what);
void update_organization(transaction& in, const model::organization& what);
model::unit_id insert_unit(transaction& in, const model::unit& what);
void update_unit(transaction& in, const model::unit& what);
std::optional<model::unit> find_unit(connection& sql, model::unit_id id);

void load_organizations(connection& sql, index& into);

}  // namespace gatehouse::store
