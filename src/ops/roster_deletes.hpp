// What a platform deletes. Past the organization's limits a delete is held: the platform is answered, and
// sees, that it is done; for everybody else nothing happens until the operator releases or drops it.
#pragma once

#include "ops/school_roster.hpp"

namespace gatehouse::ops {

struct removal {
    std::int64_t id = 0;  // ours
    bool held = false;
    model::roster_deed_id deed{};
};

// Its classes and people go with it, in slices (ops/roster_tasks.hpp), and count as gone for the platform at
// once; what hangs on them is cleared behind. A school that the operator linked stays, without what the
// platform had brought. organization_unknown.
base::result<removal> remove_school(store::transaction& in, const roster_author& who, std::int64_t id);
// Its people stay. unit_unknown.
base::result<removal> remove_class(store::transaction& in, const roster_author& who, std::int64_t id);
// person_unknown.
base::result<removal> remove_member(store::transaction& in, const roster_author& who, std::int64_t id);

// Carries out a held delete, but not on what was saved again since; or forgets it: then the platform's ids
// hold again, but for those that mean something else by now. A school's goes on in slices.
void release(store::transaction& in, const store::roster_deed& held, const author& by);
void drop(store::transaction& in, const store::roster_deed& held, const author& by);
// Forgets what nobody settled for model::remembered_for. Whether there may be more.
bool drop_old_held(store::transaction& in, std::int64_t most, base::instant now);

// Whether the platform has deleted them with their school, though their turn is still to come.
bool is_going(store::connection& sql, model::client_id client, model::organization_id home,
              const store::external_object& known);

// Behind everything else: what hangs on people who went with their school; the names of those who ended more
// than model::remembered_for ago, whose keys are destroyed. Whether there may be more.
bool clear_ended_people(store::transaction& in, std::int64_t most, base::instant now);
bool forget_people(store::transaction& in, std::int64_t most, base::instant now,
                   std::vector<store::destroyed_key>& destroyed);

}  // namespace gatehouse::ops
