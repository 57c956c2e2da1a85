// Who may be sent to next: one lane a channel, so that a slow or failing receiver delays nobody else. Knows
// only channels with something to send, under way, or a circuit that remembers a failure.
#pragma once

#include "model/delivery.hpp"
#include "ops/circuit.hpp"

#include <map>
#include <optional>
#include <set>

namespace gatehouse::ops {

struct lane_limits {
    std::size_t of_one = 4;  // attempts under way at one receiver
    std::size_t of_all = 256;
};

class target_lanes {
public:
    explicit target_lanes(lane_limits limits) : limits_(limits) {}

    // Something of this channel's is due at that time, or perhaps before.
    void expect(model::channel_id at, base::instant due);

    struct turn {
        model::channel_id channel;
        std::size_t room = 0;  // how many attempts may start
        std::size_t under_way = 0;
    };
    // The next channel that is due and may be sent to; round about, so that no channel waits for another's
    // backlog. Not answered again for a channel until something of it is expected again.
    std::optional<turn> next(base::instant now);
    bool has_turn(base::instant now) const;

    void started(model::channel_id at, model::delivery_id what);
    bool is_under_way(model::channel_id at, model::delivery_id what) const;
    // Tells how the receiver does. Says whether its circuit opened or closed by this.
    enum class turn_of_circuit : std::uint8_t { none, opened, closed };
    turn_of_circuit ended(model::channel_id at, model::delivery_id what, const model::attempt& how);

    // Lets go of channels of which nothing is expected, under way or remembered.
    void forget_idle(base::instant now);
    // When the next turn may come; nothing while nothing is expected.
    std::optional<base::instant> next_time() const;

private:
    struct lane {
        std::optional<base::instant> due;
        std::set<model::delivery_id> under_way;
        ops::circuit circuit;
    };

    bool is_ready(const lane& of, base::instant now) const;

    lane_limits limits_;
    std::map<model::channel_id, lane> lanes_;
    model::channel_id served_;
    std::size_t under_way_ = 0;
};

}  // namespace gatehouse::ops
