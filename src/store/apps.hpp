// The programs of others that devices report to, and which organizations installed them; rows and index
// together.
#pragma once

#include "base/secret.hpp"
#include "model/device.hpp"
#include "store/transaction.hpp"

#include <vector>

namespace gatehouse::store {

struct app_entry {
    model::app what;
    base::secret key;
    std::vector<model::organization_id> installed_by;  // ascending
};

// Null where there is none of this id.
const app_entry* find_app(const index& in, const std::string& external);
const app_entry* find_app(const index& in, model::app_id id);
// All of them, oldest first.
std::vector<const app_entry*> apps_of(const index& in);
// Inserts, or replaces all but the time when it was made and who installed it.
model::app_id put_app(transaction& in, app_entry what);

bool is_installed(const app_entry& what, model::organization_id by);
void install_app(transaction& in, const app_entry& what, model::organization_id by, base::instant now);
void remove_app(transaction& in, const app_entry& what, model::organization_id from);

void load_apps(connection& sql, const keyring& keys, index& into);

}  // namespace gatehouse::store
