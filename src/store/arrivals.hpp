// What arrived of each machine: counters that follow the logs, beside the repeats, which stand in none.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

using hours = std::chrono::duration<std::int64_t, std::ratio<3600>>;  // since the epoch

// The logs from where they were followed to, oldest first.
struct arrived_message {
    std::int64_t number = 0;
    model::device_id device;
    base::instant at;
    std::optional<std::int64_t> own_number;
};
std::vector<arrived_message> messages_to_count(connection& sql, std::int64_t most);
struct arrived_checkin {
    std::int64_t number = 0;
    model::device_id device;  // none: a punch of something else
    base::instant at;
};
std::vector<arrived_checkin> checkins_to_count(connection& sql, std::int64_t most);
void finish_counting_messages(transaction& in, std::int64_t until);
void finish_counting_checkins(transaction& in, std::int64_t until);

struct arrivals {
    std::int64_t messages = 0;
    std::int64_t checkins = 0;
    std::int64_t repeated_messages = 0;
    std::int64_t repeated_checkins = 0;
    std::optional<base::instant> first_at;
    std::optional<base::instant> last_at;
    std::optional<base::instant> last_checkin_at;
    std::optional<std::int64_t> last_number;  // of its own numbering
    std::int64_t steps = 0;                   // how often in a row its numbers went up by one
};
arrivals arrivals_of(connection& sql, model::device_id device);

// The counts are added to those that stand, the times widen them.
void count_arrivals(transaction& in, model::device_id device, const arrivals& more);
void put_numbering(transaction& in, model::device_id device, std::int64_t last_number, std::int64_t steps);
// What is older than `kept_from` goes.
void count_hour(transaction& in, model::device_id device, hours when, std::int64_t messages, hours kept_from);
struct hour_count {
    hours when{};
    std::int64_t messages = 0;
};
std::vector<hour_count> hours_of(connection& sql, model::device_id device, hours from);

// Numbers that never came, first to last.
struct number_gap {
    std::int64_t first = 0;
    std::int64_t last = 0;
    base::instant found_at;
};
std::optional<number_gap> gap_around(connection& sql, model::device_id device, std::int64_t number);
void put_gap(transaction& in, model::device_id device, const number_gap& what);
void drop_gap(transaction& in, model::device_id device, std::int64_t first);
// Newest numbers first.
std::vector<number_gap> gaps_of(connection& sql, model::device_id device, std::int64_t most);
std::int64_t count_missing_numbers(connection& sql, model::device_id device);

// A machine's punches, newest first, numbers below `before`; looks back through so many of its organization's
// only.
struct device_punch {
    std::int64_t number = 0;
    model::presented_id presented;
    base::instant device_time;
};
struct device_punches {
    std::vector<device_punch> found;
    std::int64_t next = 0;  // 0: there are no more
};
device_punches punches_of_device(connection& sql, model::organization_id home, model::device_id device,
                                 std::int64_t before, std::int64_t most);

}  // namespace gatehouse::store
