// Sewise's addresses and what its OpenAPI document is made of.
#pragma once

#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::wire::sewise {

std::span<const endpoint::route> routes();

const endpoint::api_document& document();

}  // namespace gatehouse::wire::sewise
