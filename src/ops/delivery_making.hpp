// The follower that turns accepted taps into deliveries: behind the punch log, in slices, with its position
// in the transaction of what it made. So a crash or a batch run again neither loses one nor makes it twice.
#pragma once

#include "store/deliveries.hpp"

namespace gatehouse::ops {

struct making_limits {
    // Nobody is told of a tap older than this when the follower reaches it: it gets no delivery.
    std::chrono::minutes tell_within{30};
    std::int64_t punches = 1000;            // read in one slice
    std::chrono::microseconds most{4'000};  // then the slice ends, wherever it stands
};

struct made_deliveries {
    std::vector<model::channel_id> to;  // one entry a delivery
    bool more = false;                  // the log goes on
};

// One slice. Does nothing, and does not move, while no channel is active.
made_deliveries make_deliveries(store::transaction& in, const making_limits& limits, base::instant now);

}  // namespace gatehouse::ops
