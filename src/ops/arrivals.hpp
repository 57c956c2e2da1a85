// What arrived of a machine, and what did not: by its own numbers where it counts its messages, and by its
// silence against its habit.
#pragma once

#include "store/arrivals.hpp"
#include "store/writer.hpp"

#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace gatehouse::ops {

// One round of the follower of both logs; for housekeeping.
void count_all_arrivals(store::database& db, store::writer& writer);

// So many steps by one in a row, and it is known to count its messages.
inline constexpr std::int64_t steps_of_a_count = 10;
// One message of that number came.
void take_number(store::transaction& in, model::device_id device, std::int64_t number, base::instant now);

// What came again is in no log: noted as it is answered, written behind all other work. Shared with what is
// being written.
class repeat_counts : public std::enable_shared_from_this<repeat_counts> {
public:
    explicit repeat_counts(store::writer& writer) : writer_(writer) {}

    // `device`: what it connects with. `is_message`: it brought nothing else. Any thread.
    void note(const std::string& device, std::int64_t checkins, bool is_message);

private:
    class writing;
    struct count {
        std::int64_t messages = 0;
        std::int64_t checkins = 0;
    };
    using counts = std::unordered_map<std::string, count>;

    counts take();
    void settle(counts undone);
    void submit();

    store::writer& writer_;
    std::mutex mutex_;
    counts noted_;
    bool is_writing_ = false;
};

// A machine's habit is what it sent at this hour of the week in the last four weeks.
inline constexpr store::hours habit_looks_back{4 * 7 * 24};
// So many messages that should have come and did not are a silence.
inline constexpr std::int64_t missed_in_a_silence = 8;
struct silence {
    base::instant from;
    base::instant until;
    std::int64_t expected = 0;  // messages, by its habit
};
struct silences {
    bool has_habit = false;        // it has been heard of for a week
    std::vector<silence> past{};   // of the last week, oldest first
    std::optional<silence> now{};  // since the last message
};
// `counts`: its hours from `habit_looks_back` ago.
silences silences_of(std::span<const store::hour_count> counts, const store::arrivals& of, base::instant now);

}  // namespace gatehouse::ops
