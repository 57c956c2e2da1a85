// Every row of our own API, and the document that describes them.
#pragma once

#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"

#include <vector>

namespace gatehouse::api {

std::vector<endpoint::route> routes();

const endpoint::api_document& document();

}  // namespace gatehouse::api
