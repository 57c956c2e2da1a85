// How the clocks of machines went.
#pragma once

#include "model/device_clock.hpp"
#include "store/transaction.hpp"

namespace gatehouse::store {

model::clock_history clock_of(connection& sql, model::device_id device);
void put_clock(transaction& in, model::device_id device, const model::clock_history& what);

}  // namespace gatehouse::store
