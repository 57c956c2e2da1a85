// Credentials and who is told of their use: rows and index together.
#pragma once

#include "store/presented.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

// The living credential of what is presented, as the index of this transaction has it.
const model::credential* find_credential(const index& in, const base::digest& presented);

model::credential insert_credential(transaction& in, const model::credential& what,
                                    const base::digest& presented);
void update_credential(transaction& in, const model::credential& what, const base::digest& presented);
// Texts go by other digests from now on, and their credentials with them.
void rekey_cards(transaction& in, const std::vector<rekeyed_card>& which);

// Whether the person was not among the told before.
bool tell(transaction& in, model::credential_id of, model::person_id who, base::instant since);
void untell(transaction& in, model::credential_id of, model::person_id who);
// In the order in which they came to be told.
std::vector<model::person_id> told(connection& sql, model::credential_id of);
std::vector<model::credential_id> credentials_told(connection& sql, model::person_id who);

// A credential with what people know it by.
struct shown_credential {
    model::credential what;
    base::digest presented;
    std::string kind;                   // card
    std::optional<std::string> number;  // as it was first written; nothing where it was erased
    std::vector<model::person_id> told;
};

// Revoked ones too.
std::optional<shown_credential> find_credential(connection& sql, const keyring& keys,
                                                model::credential_id id);
// Not the revoked ones.
std::vector<shown_credential> credentials_borne_by(connection& sql, const keyring& keys,
                                                   model::person_id who);

// Those that they bore and that were revoked at `since` or later.
std::vector<shown_credential> credentials_lost_by(connection& sql, const keyring& keys, model::person_id who,
                                                  base::instant since);

// What is left out does not matter.
struct credential_filter {
    model::organization_id organization;
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> bearer;
    std::optional<model::credential_status> status;
    std::optional<base::digest> presented;
};

// Oldest first.
std::vector<shown_credential> credentials_after(connection& sql, const keyring& keys,
                                                const credential_filter& which, std::int64_t after,
                                                std::int64_t most);

void load_credentials(connection& sql, index& into);

}  // namespace gatehouse::store
