#include "model/attendance/request.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

bool decided_before(const request* a, const request* b)
{
    const auto when = [](const request& each) { return each.decided.value_or(base::instant::min()); };
    return when(*a) != when(*b) ? when(*a) < when(*b) : a->id < b->id;
}

span_set part_of(const request& asked, const day_clock& clock, const span_set& planned, moment half)
{
    if (asked.part == covered_part::clock) {
        // Clock times cover what they overlap, be it of a shift day that began on another date.
        const day_clock own(clock.zone(), asked.first);
        return planned & span_set(own.at(asked.between));
    }
    if (!asked.touches(clock.date()))
        return {};
    switch (asked.part) {
    case covered_part::morning: return planned.before(half);
    case covered_part::afternoon: return planned.since(half);
    case covered_part::at_start: return planned.head(asked.allowance);
    case covered_part::at_end: return planned.tail(asked.allowance);
    default: return planned;
    }
}

span_set spans_of(request_kind kind, const std::vector<const request*>& in_force, const day_clock& clock)
{
    span_set found;
    for (const request* each : in_force)
        if (each->kind == kind && each->touches(clock.date()))
            found.add(clock.at(each->between));
    return found;
}

}  // namespace

moment half_of(const span_set& planned, moment end_of_first_section, bool several,
               const span_set& unpaid_breaks)
{
    if (several)
        return end_of_first_section;
    span longest{};
    for (const span& each : unpaid_breaks.parts())
        if (each.length() > longest.length())
            longest = each;
    if (longest.length() > minutes{})
        return longest.from + longest.length() / 2;
    if (planned.empty())
        return end_of_first_section;
    return planned.head((planned.total() + minutes(1)) / 2).last();
}

span_set cover::all() const
{
    span_set sum = trip;
    for (const auto& [type, spans] : leave)
        sum = sum | spans;
    return sum;
}

cover cover_of(const std::vector<const request*>& in_force, const day_clock& clock, const span_set& planned,
               moment half)
{
    std::vector<const request*> ordered = in_force;
    std::sort(ordered.begin(), ordered.end(), decided_before);
    cover found;
    span_set taken;
    for (const request_kind kind : {request_kind::leave, request_kind::trip}) {
        for (const request* each : ordered) {
            if (each->kind != kind)
                continue;
            const span_set asked = part_of(*each, clock, planned, half);
            const span_set counted = asked - taken;
            found.twice += asked.total() - counted.total();
            taken = taken | counted;
            if (counted.empty())
                continue;
            span_set& onto = kind == request_kind::trip ? found.trip : found.leave[each->leave_type];
            onto = onto | counted;
        }
    }
    return found;
}

span_set field_work(const std::vector<const request*>& in_force, const day_clock& clock)
{
    return spans_of(request_kind::field, in_force, clock);
}

span_set approved_overtime(const std::vector<const request*>& in_force, const day_clock& clock)
{
    return spans_of(request_kind::overtime, in_force, clock);
}

correction_refusal may_correct(const correction_limits& limits, int used_this_month, civil_day about,
                               civil_day today, bool point_missing)
{
    if (used_this_month >= limits.a_month)
        return correction_refusal::too_many;
    if (today - about > std::chrono::days(limits.days_back))
        return correction_refusal::too_old;
    if (!point_missing && !limits.late_and_early)
        return correction_refusal::not_missing;
    return correction_refusal::none;
}

}  // namespace gatehouse::model::attendance
