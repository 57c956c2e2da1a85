// Rules of attendance in a clerk's words: shifts, groups, rotations, calendars, in versions by date.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> attendance_rule_routes();

}  // namespace gatehouse::api
