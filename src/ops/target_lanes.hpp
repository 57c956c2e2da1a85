// The turns of channels: one that fails again and again is spared by its circuit.
#pragma once

#include "model/delivery.hpp"
#include "ops/circuit.hpp"
#include "ops/turns.hpp"

namespace gatehouse::ops {

class target_lanes : public turns<model::channel_id, model::delivery_id, circuit> {
public:
    using turns::turns;

    // Tells how the receiver does. Says whether its circuit opened or closed by this.
    enum class turn_of_circuit : std::uint8_t { none, opened, closed };
    turn_of_circuit ended(model::channel_id at, model::delivery_id what, const model::attempt& how);
};

}  // namespace gatehouse::ops
