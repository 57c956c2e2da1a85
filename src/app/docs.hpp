// The reference of the interfaces, for people: `/docs` shows the OpenAPI documents that `gatehouse openapi`
// writes.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::app {

// `/docs/<file>`: each of the documents; `/docs/index.json`: which there are. The page itself is one of the
// pages.
std::span<const endpoint::route> document_routes();

}  // namespace gatehouse::app
