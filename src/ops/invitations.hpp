// Invitations: a host says when somebody may come, and a link lets them say who they are.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/invitations.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

struct sent_invitation {
    model::invitation what;
    std::string token;  // what the link ends with, shown this once: 128 random bits
};

// person_unknown where the host is none of the staff, or has no phone; malformed_input for the times.
base::result<sent_invitation> invite(store::transaction& in, const model::invitation& what, const author& by);

// Which the token opens now; nothing where it is nobody's, was used, or is over.
std::optional<model::invitation> find_open_invitation(store::connection& sql, const store::keyring& keys,
                                                      std::string_view token, base::instant now);

// An authorised visit of these guests, the main visitor first. As apply_for_visit().
base::result<model::visit> accept_invitation(store::transaction& in, const model::invitation& what,
                                             std::vector<model::guest> guests, std::string_view come_from,
                                             base::instant now);

// Its link opens nothing from now on; a visit that came of it stays.
void withdraw_invitation(store::transaction& in, const model::invitation& what, const author& by);

}  // namespace gatehouse::ops
