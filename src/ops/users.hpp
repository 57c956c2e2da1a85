// Whom machines and apps mean by the id of a user: the id that we gave the person, or the name that a
// provisioning file has for them.
#pragma once

#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/apps.hpp"

#include <optional>
#include <string>

namespace gatehouse::ops {

// Of that organization and known now.
std::optional<model::person_id> find_user(store::transaction& in, model::organization_id home,
                                          const std::string& user);

// Of an organization that installed the app: in the order of their numbers, the first that knows the id.
std::optional<model::person> find_user_of(store::transaction& in, const store::app_entry& app,
                                          const std::string& user);

// "app 3", as the audit trail names it.
author acting(const model::app& what, base::instant now);

// What was seen of a user before anybody knew whose the id is becomes theirs.
void claim_user(store::transaction& in, model::organization_id home, const std::string& user,
                model::person_id who, const author& by);

}  // namespace gatehouse::ops
