// What time does to a request that waits: it reminds, and rarely approves. Attendance rules.
#pragma once

#include "model/attendance/approval.hpp"

namespace gatehouse::model::attendance {

// Time approves where the chain says so and the kind allows it.
bool is_due_by_time(const approval& of, const std::string& leave_type, base::instant now);

// Whether those whose turn it is are reminded now, and the next lead is told, too.
enum class reminder : std::uint8_t { none, asked_ones, next_lead_too };
reminder due_reminder(const approval& of, base::instant told_at, base::instant now);

}  // namespace gatehouse::model::attendance
