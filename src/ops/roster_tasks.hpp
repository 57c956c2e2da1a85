// What deeds that take a whole school leave to be done, at most twenty people a slice: whoever called goes on
// with it until it is done, and after a crash housekeeping does.
#pragma once

#include "ops/author.hpp"
#include "store/roster_log.hpp"
#include "store/roster_tasks.hpp"

namespace gatehouse::ops {

// One slice; whether there is more to do for the deed.
bool carry_on(store::transaction& in, model::roster_deed_id deed, base::instant now);

// The id holds again, and what it meant is there again. False where that was erased since, or the id means
// something else by now: whom the platform has saved elsewhere, it has taken from here.
bool bring_back(store::transaction& in, const store::roster_deed& deed, const store::external_row& what,
                const author& by);

// Of the ids that end, this one at once: whoever is saved or deleted need not wait for their turn.
void carry_out_for(store::transaction& in, model::roster_deed_id deed, const store::external_row& id,
                   base::instant now);

}  // namespace gatehouse::ops
