// Doors of an organization: made, renamed, deleted, with an entry in the audit trail.
#pragma once

#include "base/result.hpp"
#include "ops/roster.hpp"
#include "store/doors.hpp"

namespace gatehouse::ops {

// door_exists where a door of this name stands in the organization.
base::result<model::door> create_door(store::transaction& in, model::organization_id home,
                                      std::string_view name, const author& by);
base::result<model::door> rename_door(store::transaction& in, const model::door& before,
                                      std::string_view name, const author& by);
// Nobody passes through it any more; what was recorded of it stays.
void delete_door(store::transaction& in, const model::door& before, const author& by);

}  // namespace gatehouse::ops
