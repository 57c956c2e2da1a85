// Reports of attendance: asked for, watched, fetched.
#pragma once

#include "endpoint/route.hpp"

namespace gatehouse::api {

std::span<const endpoint::route> attendance_report_routes();

}  // namespace gatehouse::api
