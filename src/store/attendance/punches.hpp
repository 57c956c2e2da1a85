// A person's punches as their days are judged from them.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store::attendance {

struct own_punch {
    model::recorded_punch punch;
    base::instant attributed_at{};  // when it became theirs, where that was after it came
};
// Whose newest attribution says that person; by device time, from there and before then.
std::vector<own_punch> punches_of(connection& sql, model::person_id who, base::instant from,
                                  base::instant until);

// The punches behind `after`, oldest first, with whose they are now; nobody's are left out.
struct new_punch {
    model::punch_number number;
    model::person_id person;
    base::instant device_time;
    base::instant corrected_time;
};
struct new_punches {
    std::vector<new_punch> found;
    std::int64_t until = 0;  // the log is read up to here
};
new_punches punches_behind(connection& sql, std::int64_t after, std::int64_t most);

}  // namespace gatehouse::store::attendance
