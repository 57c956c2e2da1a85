// People, as each organization knows them.
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
// Is found no more; the row stays for what names it, without the phone.
void end_person(transaction& in, const model::person& what);

// Whether somebody has this phone in an open organization that the client registered.
bool is_phone_of_client(connection& sql, model::client_id client, std::string_view phone);

// What is left out does not matter. `name` finds a part of one.
struct people_filter {
    model::organization_id organization;
    std::optional<model::unit_id> unit;
    std::optional<std::string> role;
    std::optional<std::string> phone;
    std::optional<std::string> number;
    std::optional<std::string> name;
};

// Oldest first.
std::vector<model::person> people_after(connection& sql, const people_filter& which, std::int64_t after,
                                        std::int64_t most);

void load_phones(connection& sql, const keyring& keys, index& into);

}  // namespace gatehouse::store
