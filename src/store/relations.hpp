// How two people of an organization stand to each other. Rows end, they are not removed.
#pragma once

#include "model/person.hpp"
#include "store/transaction.hpp"

#include <vector>

namespace gatehouse::store {

// Nothing where it stands already. Its id otherwise.
std::optional<model::relation_id> insert_relation(transaction& in, const model::relation& what);
void end_relation(transaction& in, model::relation_id what, base::instant now);
// The person's that ended at `since` or later hold again.
void restore_relations(transaction& in, model::person_id who, base::instant since);
// Not those that have ended.
std::optional<model::relation> find_relation(connection& sql, model::relation_id id);
// On either side, the oldest first.
std::vector<model::relation> relations_of(connection& sql, model::person_id who, std::int64_t after,
                                          std::int64_t most);

}  // namespace gatehouse::store
