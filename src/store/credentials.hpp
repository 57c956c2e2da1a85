// Credentials and who is told of their use: rows and index together.
#pragma once

#include "store/presented.hpp"

#include <vector>

namespace gatehouse::store {

// The living credential of what is presented, as the index of this transaction has it.
const model::credential* find_credential(const index& in, const base::digest& presented);

model::credential insert_credential(transaction& in, const model::credential& what,
                                    const base::digest& presented);
void update_credential(transaction& in, const model::credential& what, const base::digest& presented);

// Whether the person was not among the told before.
bool tell(transaction& in, model::credential_id of, model::person_id who, base::instant since);
std::vector<model::person_id> told(transaction& in, model::credential_id of);

void load_credentials(connection& sql, index& into);

}  // namespace gatehouse::store
