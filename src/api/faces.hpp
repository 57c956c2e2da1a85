// Faces, consents and what is left of a person who is to be forgotten, over our own API.
#pragma once

#include "api/operation.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> face_routes();

}  // namespace gatehouse::api
