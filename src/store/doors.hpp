// Doors: rows and index together.
#pragma once

#include "store/transaction.hpp"

#include <functional>
#include <optional>

namespace gatehouse::store {

// constraint_violated where a door of that name stands: look into the index before.
model::door insert_door(transaction& in, const model::door& what);
void update_door(transaction& in, const model::door& what);
// Deleted ones too.
std::optional<model::door> find_door(connection& sql, model::door_id id);

// Those that are not deleted, oldest first.
void each_door(connection& sql, const std::function<void(model::door)>& visit);

}  // namespace gatehouse::store
