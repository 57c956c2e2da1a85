// Whom machines and apps mean by the id of a user: the id that we gave the person, or the name that a
// provisioning file has for them.
#pragma once

#include "ops/author.hpp"

#include <optional>
#include <string>

namespace gatehouse::ops {

// Of that organization and known now.
std::optional<model::person_id> find_user(store::transaction& in, model::organization_id home,
                                          const std::string& user);

// What was seen of a user before anybody knew whose the id is becomes theirs.
void claim_user(store::transaction& in, model::organization_id home, const std::string& user,
                model::person_id who, const author& by);

}  // namespace gatehouse::ops
