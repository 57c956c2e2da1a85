// Pictures that a page shows: a pass, an employee's face, a guest's photo. Their address is their credential.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::wire::visitor {

std::span<const endpoint::route> picture_routes();

}  // namespace gatehouse::wire::visitor
