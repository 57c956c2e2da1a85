#include "ops/target_lanes.hpp"

namespace gatehouse::ops {

target_lanes::turn_of_circuit target_lanes::ended(model::channel_id at, model::delivery_id what,
                                                  const model::attempt& how)
{
    circuit& of = turns::ended(at, what);
    const bool was_open = of.is_open();
    const base::instant now = how.at + how.took;
    using enum model::attempt_end;
    if (how.end == delivered || how.end == postponed || how.end == unreached)
        of.succeeded();
    else if (how.end == failed)
        of.failed(now);
    if (how.wait && how.end == failed)
        of.hold(now, *how.wait);
    if (was_open == of.is_open())
        return turn_of_circuit::none;
    return of.is_open() ? turn_of_circuit::opened : turn_of_circuit::closed;
}

}  // namespace gatehouse::ops
