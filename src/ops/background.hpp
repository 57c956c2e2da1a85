// Work behind everything else: a slice of it in a transaction on the writer's last lane.
#pragma once

#include "store/writer.hpp"

#include <functional>

namespace gatehouse::ops {

// Waits for the commit. False: it was not carried out. Slices are short (5 ms); `work` may be run again.
bool run_behind(store::writer& writer, std::function<void(store::transaction&)> work);

}  // namespace gatehouse::ops
