// People whom a platform deletes: what hangs on them is taken off, and given back when the deed is undone.
#pragma once

#include "ops/author.hpp"
#include "store/people.hpp"
#include "store/roster_log.hpp"

namespace gatehouse::ops {

// Takes off what hangs on them. The entry in the audit trail says what that was, under their own key; the
// face is kept aside.
void clear_former(store::transaction& in, const model::person& who, const author& by);

// They are there again, with their cards, guardians and consents, the accounts that they were told by, their
// face, and their phone, if nobody else has it by now. Nothing where they are there, or were erased.
void give_back(store::transaction& in, model::person_id id, const store::roster_deed& of, const author& by);

}  // namespace gatehouse::ops
