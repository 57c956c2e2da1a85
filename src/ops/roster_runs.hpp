// What a platform did, taken back: a run of deeds is undone whole, the newest deed first, in slices behind
// everything else.
#pragma once

#include "ops/school_roster.hpp"

namespace gatehouse::ops {

// not_found; conflict where it is undone, or being undone.
base::result<store::roster_run> undo_run(store::transaction& in, model::roster_run_id id, const author& by);

// Takes back up to `most` deeds of runs that are to be undone; what was changed since stays and is marked
// `kept`. Whether there may be more.
bool undo_some(store::transaction& in, std::int64_t most, base::instant now);

// Whether it was taken back. Cards and guardians come back with a person who was deleted; a face does not.
bool undo_deed(store::transaction& in, const store::roster_deed& what, const author& by);

}  // namespace gatehouse::ops
