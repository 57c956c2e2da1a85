// How the bulk form is carried through the store: a slice of rows in each transaction, so that taps and gates
// are never kept waiting.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::wire::sewise {

void serve_batch(endpoint::exchange&& of);

}  // namespace gatehouse::wire::sewise
