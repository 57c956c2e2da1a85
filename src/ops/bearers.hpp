// Whose a card is that a class's readers know already: from then on its taps, old ones too, are the bearer's,
// and its accounts are a pupil's guardians.
#pragma once

#include "ops/credentials.hpp"
#include "store/people.hpp"

namespace gatehouse::ops {

// credential_unknown: no such card is bound here. card_number_taken: somebody else bears it.
base::result<void> name_bearer(store::transaction& in, const store::shown& card, const model::person& who,
                               const author& by);

// Where a pupil bears it: those who are told become guardians.
void make_guardians(store::transaction& in, const store::shown_credential& of, const author& by);
// Of all that they bear: they may have become a pupil only now.
void make_guardians_of(store::transaction& in, const model::person& who, const author& by);

}  // namespace gatehouse::ops
