// What a platform did, taken back: a run of deeds is undone whole, the newest deed first, in slices behind
// everything else.
#pragma once

#include "ops/school_roster.hpp"

namespace gatehouse::ops {

// not_found; conflict where it is undone, or being undone.
base::result<store::roster_run> undo_run(store::transaction& in, model::roster_run_id id, const author& by);

// Takes back up to `most` deeds of runs that are to be undone, or some of a school that was deleted; what was
// changed since stays and is marked `kept`, and whoever was erased since is counted as lost. Whether there
// may be more.
bool undo_some(store::transaction& in, std::int64_t most, base::instant now);

}  // namespace gatehouse::ops
