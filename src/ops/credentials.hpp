// Credentials as people administer them: issued, changed and replaced, each deed with its entry in
// the audit trail. What an interface binds comes through ops/cards.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/credentials.hpp"

#include <optional>
#include <vector>

namespace gatehouse::ops {

struct card_draft {
    store::shown card;
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> bearer;
    std::vector<model::person_id> told;
    std::optional<base::instant> valid_from;
    std::optional<base::instant> valid_until;
};

// What is left out stays as it is; nothing inside is "none".
struct credential_patch {
    std::optional<std::optional<model::unit_id>> unit;
    std::optional<std::optional<model::person_id>> bearer;
    std::optional<std::vector<model::person_id>> told;
    std::optional<model::credential_status> status;
    std::optional<std::optional<base::instant>> valid_from;
    std::optional<std::optional<base::instant>> valid_until;
};

// malformed_input, with the place: /unit_id, /bearer_id, /told, /valid_until. conflict where a credential of
// this number stands, a lost one too.
base::result<store::shown_credential> issue_card(store::transaction& in, const card_draft& what,
                                                 const author& by);
// As above; conflict where it is revoked, which is for ever.
base::result<store::shown_credential> change_credential(store::transaction& in,
                                                        const store::shown_credential& before,
                                                        const credential_patch& how, const author& by);
// Revokes it and issues `card` with its unit, bearer, told and validity.
base::result<store::shown_credential> replace_card(store::transaction& in,
                                                   const store::shown_credential& former,
                                                   const store::shown& card, const author& by);
void revoke_credential(store::transaction& in, const store::shown_credential& what, const author& by);
void stop_telling(store::transaction& in, model::organization_id home, model::credential_id what,
                  model::person_id who, const author& by);

}  // namespace gatehouse::ops
