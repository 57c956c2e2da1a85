// Cards that a platform hands to its members: a deed of its run, and what takes it back.
#pragma once

#include "ops/school_roster.hpp"
#include "store/presented.hpp"

namespace gatehouse::ops {

// Names the member `uid` bearer of a card that is bound there (ops/bearers.hpp). A deed of its own, but of
// who was made just now: they go with all they have. credential_unknown, card_number_taken.
base::result<void> hand_card(store::transaction& in, const roster_author& who, std::int64_t uid,
                             const saved& member, const store::shown& card);

// Nobody's again, as it was before; it stays bound, and its accounts are told. False where it is somebody
// else's by now, or revoked.
bool take_back_card(store::transaction& in, model::credential_id card, const store::roster_deed& of,
                    const author& by);

// Those who became guardians of the deed's person by it are so no more.
void end_guardians_made_by(store::transaction& in, const store::roster_deed& of, const author& by);

}  // namespace gatehouse::ops
