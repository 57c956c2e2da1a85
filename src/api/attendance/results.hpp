// What people's days of attendance became and why, the sums of a period, its lock, and what a locked one
// owes.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> attendance_day_routes();
std::span<const endpoint::route> attendance_why_routes();
std::span<const endpoint::route> attendance_sum_routes();
std::span<const endpoint::route> attendance_lock_routes();

}  // namespace gatehouse::api
