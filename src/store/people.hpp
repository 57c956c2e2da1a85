// People and how they stand to each other.
#pragma once

#include "model/person.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

std::optional<model::person> find_person(connection& sql, model::person_id id);
std::optional<model::person> find_person_by_phone(transaction& in, model::organization_id organization,
                                                  std::string_view phone);
model::person_id insert_person(transaction& in, const model::person& what);
void update_person(transaction& in, const model::person& what);
// Whether somebody has this phone in an open organization that the client registered.
bool is_phone_of_client(connection& sql, model::client_id client, std::string_view phone);
// Idempotent: a relation that stands already stays.
void put_relation(transaction& in, const model::relation& what, base::instant since);

void load_phones(connection& sql, const keyring& keys, index& into);

}  // namespace gatehouse::store
