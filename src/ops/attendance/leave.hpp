// Leave: what kinds an organization has, what a request takes, what is granted. Attendance rules §7.1.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/attendance/office.hpp"
#include "ops/author.hpp"
#include "store/attendance/leave_entries.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

// As decided for that date, else as shipped; nothing: there is none of that code.
std::optional<rules::leave_type> find_leave_type(store::connection& sql, model::organization_id home,
                                                 std::string_view code, model::civil_day on);
// All that are decided, and those that are shipped with a balance.
std::vector<rules::leave_type> leave_types_with_balance(store::connection& sql, model::organization_id home,
                                                        model::civil_day on);

struct dated_charge {
    model::civil_day day;
    rules::leave_amount amount = 0;
};
// What a request covers, a date each, and by that how long it is.
struct leave_extent {
    std::vector<dated_charge> charges;
    rules::asked_length length;
};
// [A-93][A-95] Beyond what is covered already.
leave_extent extent_of(const case_file& of, const rules::leave_type& type, rules::request asked,
                       base::instant now);

// malformed_input, with the place, where the balance would fall below what the kind allows.
base::result<void> reserve(store::transaction& in, const store::attendance::kept_request& of,
                           const rules::leave_type& type, const std::vector<dated_charge>& charges,
                           const author& by);
void charge(store::transaction& in, const store::attendance::kept_request& of, std::string_view leave,
            const author& by);
void give_back(store::transaction& in, const store::attendance::kept_request& of, std::string_view leave,
               const author& by);

// [A-104][A-105][A-106][A-109] What is due by rule and was not granted yet. How many grants were made.
int grant_due(store::transaction& in, const model::person& who, model::civil_day today, const author& by);

struct leave_grant_draft {
    std::string leave;
    rules::leave_amount amount = 0;  // below nothing: taken back
    model::civil_day from;
    model::civil_day until;
};
// malformed_input, with the place, where there is no such kind, or the dates are in the wrong order.
base::result<store::attendance::leave_entry> grant_by_hand(store::transaction& in, const model::person& who,
                                                           const leave_grant_draft& what, const author& by);

// Overtime of a shift day as time off, once for each kind of overtime ("workday", "rest", "holiday"):
// what was granted for it before is made up to `overtime`, or taken back to it. Nothing happens where it is
// the same.
void grant_lieu(store::transaction& in, model::organization_id home, model::person_id who,
                model::civil_day shift_day, std::string_view overtime_kind, std::chrono::minutes overtime,
                const author& by);

}  // namespace gatehouse::ops::attendance
