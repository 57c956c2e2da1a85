// Invitations: rows, and the digests that their links are found by.
#pragma once

#include "base/crypto.hpp"
#include "model/visit.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

model::invitation insert_invitation(transaction& in, const model::invitation& what,
                                    const base::digest& digest);
// What became of it.
void put_invited_visit(transaction& in, model::invitation_id id, model::visit_id visit);
void delete_invitation(transaction& in, model::invitation_id id);

std::optional<model::invitation> find_invitation(connection& sql, model::invitation_id id);
std::optional<model::invitation> find_invitation(connection& sql, const base::digest& digest);
// Oldest first.
std::vector<model::invitation> invitations_after(connection& sql, model::organization_id of,
                                                 std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store
