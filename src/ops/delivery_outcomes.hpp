// What became of attempts on its way into the store: gathered from the senders' threads, written in batches.
#pragma once

#include "ops/letter.hpp"
#include "ops/target_lanes.hpp"
#include "store/writer.hpp"

#include <atomic>
#include <mutex>
#include <random>
#include <vector>

namespace gatehouse::ops {

struct delivery_counters {
    std::atomic<std::uint64_t> made{0};
    std::atomic<std::uint64_t> delivered{0};
    std::atomic<std::uint64_t> failed{0};  // attempts
    std::atomic<std::uint64_t> dead{0};
    std::atomic<std::uint64_t> dropped{0};
    std::atomic<std::int64_t> pending{0};  // as of the last look
    std::atomic<std::int64_t> under_way{0};
};

// A delivery that ends without an attempt.
struct ended_delivery {
    model::delivery_id what;
    model::delivery_state as = model::delivery_state::dropped;
    std::string_view outcome;  // a text of the program's own
};

class delivery_outcomes {
public:
    delivery_outcomes(store::writer& writer, target_lanes& lanes);

    // Any thread.
    void came(letter of, model::attempt how);
    bool has_mail() const;

    // Writes all that came. What the writer could not take stays for the next call.
    void write(base::instant now);
    // Whether it was carried out.
    bool end(const std::vector<ended_delivery>& which);

    delivery_counters& counters() { return counters_; }
    const delivery_counters& counters() const { return counters_; }

private:
    struct ended_attempt {
        letter of;
        model::attempt how;
        model::next_step next;
    };

    model::next_step next_of(const ended_attempt& each);
    void settle(const ended_attempt& each);
    double throw_dice();

    store::writer& writer_;
    target_lanes& lanes_;
    delivery_counters counters_;
    std::vector<ended_attempt> unwritten_;
    std::minstd_rand dice_;

    mutable std::mutex mutex_;
    std::vector<ended_attempt> mail_;
};

}  // namespace gatehouse::ops
