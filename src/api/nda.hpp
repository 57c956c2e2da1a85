// What an organization's guests agree to when they sign in.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> nda_routes();

}  // namespace gatehouse::api
