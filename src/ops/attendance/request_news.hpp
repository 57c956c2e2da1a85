// Letters about requests, into the inboxes of those whom they concern.
#pragma once

#include "ops/author.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

enum class request_letter : std::uint8_t { to_decide, reminder, still_waits, outcome, copy };

// Nobody is told twice in one letter; who is gone is told nothing.
void tell(store::transaction& in, const store::attendance::kept_request& about, request_letter what,
          const std::vector<model::person_id>& whom, base::instant now);
// Those whose turn it is.
std::vector<model::person_id> asked_now(const store::attendance::kept_request& about);

}  // namespace gatehouse::ops::attendance
