// The first of our own API: who taps, for the page at `/` and whoever follows the log.
#pragma once

#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> routes();

const endpoint::api_document& document();

}  // namespace gatehouse::api
