// What people ask for, decisions about it, who decides, and the leave that they have.
#pragma once

#include "endpoint/route.hpp"

#include <span>

namespace gatehouse::api {

std::span<const endpoint::route> attendance_request_routes();
std::span<const endpoint::route> attendance_decision_routes();
std::span<const endpoint::route> attendance_approver_routes();
std::span<const endpoint::route> attendance_leave_routes();

}  // namespace gatehouse::api
