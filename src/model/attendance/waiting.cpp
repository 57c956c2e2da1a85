#include "model/attendance/waiting.hpp"

namespace gatehouse::model::attendance {

bool is_due_by_time(const approval& of, const std::string& leave_type, base::instant now)
{
    const bool never = of.kind == asked_kind::overtime ||
                       (of.kind == asked_kind::leave && leave_type == "sick");
    const approval_level* const level = of.current();
    return of.by.auto_approve && !never && !of.withdrawing && level &&
           level->purpose == level_purpose::approve && level->opened &&
           *level->opened + *of.by.auto_approve <= now;
}

reminder due_reminder(const approval& of, base::instant told_at, base::instant now)
{
    const approval_level* const level = of.current();
    if (!level || !level->opened || now - told_at < of.by.remind_after)
        return reminder::none;
    return now - *level->opened < of.by.hint_after ? reminder::asked_ones : reminder::next_lead_too;
}

}  // namespace gatehouse::model::attendance
