// What nobody waits for any more: deliveries pending too long are given up, old ones are removed.
#pragma once

#include "ops/delivery_outcomes.hpp"

namespace gatehouse::ops {

class delivery_clearing {
public:
    delivery_clearing(store::connection& sql, store::writer& writer, delivery_outcomes& outcomes,
                      std::chrono::days keep)
        : sql_(sql),
          writer_(writer),
          outcomes_(outcomes),
          keep_(keep)
    {}

    // Once an hour; in between it does nothing.
    void run(base::instant now);

private:
    void give_up(base::instant now);
    void remove_old(base::instant now);

    store::connection& sql_;
    store::writer& writer_;
    delivery_outcomes& outcomes_;
    std::chrono::days keep_;
    base::instant next_;
    model::delivery_id looked_at_;  // nothing older is pending but what was sent again by hand
};

}  // namespace gatehouse::ops
