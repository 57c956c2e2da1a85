// Leave that is granted, and what is taken of it: ledgers, nothing is overwritten. Attendance rules §7.1.
#pragma once

#include "model/attendance/day_clock.hpp"

#include <cstdint>
#include <vector>

namespace gatehouse::model::attendance {

// Hundredths of the leave type's unit: 150 is a day and a half, or an hour and a half.
using leave_amount = std::int64_t;

enum class grant_origin { rule, hand, overtime, carried };

struct leave_grant {
    leave_amount amount = 0;
    civil_day from;
    civil_day until;  // the last date on which it may be taken
    grant_origin origin = grant_origin::rule;
};

struct leave_charge {
    std::uint64_t request = 0;
    civil_day date;
    leave_amount amount = 0;
    bool reserved = false;  // asked for, not yet decided
};

struct leave_account {
    std::vector<leave_grant> grants;
    std::vector<leave_charge> charges;

    // On a date: what is valid then, less what was taken of it. Charges take the grant that expires
    // first; what no grant covers makes the balance negative.
    leave_amount balance(civil_day on) const;
    // What expired on or before a date, unused.
    leave_amount unused(civil_day by) const;
    // Whether a request may be filed: down to a set minus.
    bool may_charge(civil_day on, leave_amount amount, leave_amount down_to) const;

private:
    struct remains {
        std::vector<leave_amount> of_grants;
        leave_amount uncovered = 0;
    };
    remains after_charges() const;
};

// Of covered minutes: up to the unit; in days: up to the next part of one, 50 for halves, 10 for
// tenths.
minutes charged_minutes(minutes covered, minutes unit);
leave_amount charged_days(minutes covered, minutes planned, leave_amount part);

// [A-104][A-105] Days of annual leave of a calendar year.
struct annual_facts {
    std::optional<civil_day> works_since;  // the first job ever
    std::optional<civil_day> joined;
    std::optional<civil_day> left;
};
int annual_leave(std::chrono::year year, const annual_facts& facts);
// Completed years of work on a date; who began on 29 February completes them on 1 March of common years
//
int completed_years(civil_day began, civil_day on);

// A year's amount by months: rounded down to the unit, the remainder kept for the next month.
std::vector<leave_amount> by_twelfths(leave_amount a_year, leave_amount unit);
// A change of rule grants the difference only.
leave_amount difference_to_grant(leave_amount entitled_now, leave_amount granted_before);
// Overtime as time off, hour for hour, dated on the shift day and valid for so many months.
leave_grant time_off_in_lieu(civil_day shift_day, minutes overtime, std::chrono::months valid);

}  // namespace gatehouse::model::attendance
