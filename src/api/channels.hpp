// Where news of taps goes: the webhooks of organizations, the channel of a person.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> channel_routes();

}  // namespace gatehouse::api
