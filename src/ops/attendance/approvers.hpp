// Who leads units, who has a role in approving, who decides in whose name. Each deed has its entry in the
// audit trail.
#pragma once

#include "base/result.hpp"
#include "model/organization.hpp"
#include "ops/author.hpp"
#include "store/attendance/approvers.hpp"

namespace gatehouse::ops::attendance {

// In place of those who did. malformed_input at /people where somebody is nobody of the organization.
base::result<void> set_leads(store::transaction& in, const model::unit& unit,
                             const std::vector<model::person_id>& people, const author& by);
// `role`: one word; "administrator" decides where nobody else can. malformed_input, with the place.
base::result<void> set_role(store::transaction& in, model::organization_id home, const std::string& role,
                            const std::vector<model::person_id>& people, const author& by);

// malformed_input, with the place, where the deputy is nobody of the organization, or the principal, or the
// dates are in the wrong order. Its id, time and actor are given here.
base::result<store::attendance::kept_deputy> appoint_deputy(store::transaction& in,
                                                            store::attendance::kept_deputy what,
                                                            const author& by);
// From today on; one that has not begun never was.
void end_deputy(store::transaction& in, const store::attendance::kept_deputy& what, model::civil_day today,
                const author& by);

}  // namespace gatehouse::ops::attendance
