// What time does: to requests that wait, and to the leave that people have by rule.
#pragma once

#include "ops/author.hpp"
#include "store/writer.hpp"

namespace gatehouse::ops::attendance {

// Approvers who left are replaced, it is approved where its chain says so, those whose turn it is are
// reminded [A-146][A-150].
void look_after_request(store::transaction& in, std::int64_t id, const author& by);

// All that wait, in slices behind everything else.
void look_after_requests(store::database& db, store::writer& writer, base::instant now);
// Leave that is due by rule, to everybody under rules of attendance; once a day.
void grant_leave(store::database& db, store::writer& writer, base::instant now);

}  // namespace gatehouse::ops::attendance
