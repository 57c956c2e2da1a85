// Whom a level of a chain asks, by the organization as it stands. Attendance rules §14.
#pragma once

#include "model/attendance/approval.hpp"

namespace gatehouse::model::attendance {

// [A-141][A-144][A-146] Open steps; empty: there is nobody, not even an administrator.
std::vector<approval_step> resolve(const approval& of, const chain_level& level, const approval_desk& at);
// Those of `wanted` who may decide; else the next lead above, else the administrators.
std::vector<approval_step> resolve_among(const approval& of, const std::vector<person_id>& wanted,
                                         const approval_desk& at);

}  // namespace gatehouse::model::attendance
