// What a step on a request's way brings with it: leave charged or given back, days computed anew, letters, an
// entry in the audit trail.
#pragma once

#include "ops/author.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

// Keeps `now_is`, which was `before`. `who` did it; none: time.
void keep_step(store::transaction& in, const store::attendance::kept_request& before,
               store::attendance::kept_request& now_is, std::string_view action, model::person_id who,
               const author& by);

// Of a request for leave; empty where it is none.
std::string leave_of(const store::attendance::kept_request& of);

}  // namespace gatehouse::ops::attendance
