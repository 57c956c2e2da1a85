// The visitor system's routes: who may call each, and what it does.
#pragma once

#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"
#include "wire/visitor/caller.hpp"

#include <span>

namespace gatehouse::wire::visitor {

std::span<const endpoint::route> routes();
const endpoint::api_document& document();

// Which classes of callers a route takes, for documents and tests; none where it needs no credentials.
caller_classes callers_of(const endpoint::route& row);

}  // namespace gatehouse::wire::visitor
