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
void end_person(transaction& in, const model::person& what, base::instant now);

// Who was ended and is still known by name.
std::optional<model::person> find_former_person(connection& sql, model::person_id id);
// Is found again, as `what`.
void revive_person(transaction& in, const model::person& what);
// Is found no more at once; what hangs on them is cleared behind. Until then the row keeps the phone.
void end_person_at_once(transaction& in, const model::person& what, base::instant now);
std::vector<model::person> people_to_clear(connection& sql, std::int64_t most);
bool is_to_clear(connection& sql, model::person_id id);
// The phone goes; or nothing was cleared, and all stays as it is.
void mark_cleared(transaction& in, model::person_id id);
void keep_uncleared(transaction& in, model::person_id id);

// Whom a client had brought, who ended before then, and is to lose their name.
std::vector<model::person> people_to_forget(connection& sql, base::instant ended_before, std::int64_t most);
void forget_person(transaction& in, model::person_id id, base::instant now);

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
