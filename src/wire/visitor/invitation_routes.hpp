// The links of invitations: whoever holds one says who comes.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::wire::visitor {

std::span<const endpoint::route> invitation_routes();

}  // namespace gatehouse::wire::visitor
