// What people ask for and approvers grant: corrections, leave, trips, field work, overtime. Attendance rules
// §7.
#pragma once

#include "base/clock.hpp"
#include "model/attendance/day_clock.hpp"
#include "model/attendance/trace.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gatehouse::model::attendance {

enum class request_kind { correction, leave, trip, field, overtime };
enum class request_state { waiting, approved, refused, withdrawn };
enum class covered_part { whole, morning, afternoon, clock, at_start, at_end };

struct request {
    std::uint64_t id = 0;
    request_kind kind = request_kind::leave;
    std::string leave_type;
    civil_day first;
    civil_day last;
    covered_part part = covered_part::whole;
    clock_span between;   // of `first`, for part clock, field work and overtime
    minutes allowance{};
    int section = 0;      // of a correction, from 1; 0: the first for an in, the last for an out
    bool in = true;
    minutes claimed{};
    request_state state = request_state::approved;
    std::optional<base::instant> decided;  // nothing: long ago

    // Approved, decided by then, and not withdrawn by then.
    bool in_force(base::instant now) const
    {
        const bool by_then = !decided || *decided <= now;
        return state == request_state::approved ? by_then
                                                : state == request_state::withdrawn && decided && !by_then;
    }
    bool touches(civil_day date) const { return first <= date && date <= last; }
};

// The moment that divides a shift day into halves: `planned` is what is to be covered, before flex.
moment half_of(const span_set& planned, moment end_of_first_section, bool several,
               const span_set& unpaid_breaks);

// What leave and trips cover of `planned`; one minute counts once, by the order of decision.
struct cover {
    std::map<std::string, span_set> leave;  // by type
    span_set trip;
    minutes twice{};

    span_set all() const;
};
cover cover_of(const std::vector<const request*>& in_force, const day_clock& clock, const span_set& planned,
               moment half);

// Field work of the day, whatever is planned.
span_set field_work(const std::vector<const request*>& in_force, const day_clock& clock);
span_set approved_overtime(const std::vector<const request*>& in_force, const day_clock& clock);

// Whether a correction may still be asked for.
struct correction_limits {
    int a_month = 3;
    int days_back = 7;
    bool late_and_early = false;  // and not missing points only
};
enum class correction_refusal { none, too_many, too_old, not_missing };
correction_refusal may_correct(const correction_limits& limits, int used_this_month, civil_day about,
                               civil_day today, bool point_missing);

}  // namespace gatehouse::model::attendance
