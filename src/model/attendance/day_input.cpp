#include "model/attendance/day_input.hpp"

#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {

corrected_points corrections_of(const day_input& input, std::size_t section, std::size_t sections,
                                day_result& onto)
{
    const day_clock clock = onto.clock();
    const auto when = [](const request& each) {
        return std::pair(each.decided.value_or(base::instant::min()), each.id);
    };
    const request* in = nullptr;
    const request* out = nullptr;
    for (const request* each : input.in_force) {
        if (each->kind != request_kind::correction || each->first != onto.date)
            continue;
        const std::size_t asked = each->section > 0 ? static_cast<std::size_t>(each->section - 1)
                                  : each->in        ? 0
                                                    : sections - 1;
        const request*& kept = each->in ? in : out;
        if (asked == section && (!kept || when(*kept) <= when(*each)))
            kept = each;
    }
    corrected_points found;
    if (in)
        found.in = clock.at(in->claimed);
    if (out)
        found.out = clock.at(out->claimed);
    const int many = (in != nullptr) + (out != nullptr);
    onto.corrections += many;
    if (many > 0)
        onto.statuses.insert(status::corrected);
    return found;
}

span_set unpaid_breaks(const shift& what, const day_clock& clock,
                       const std::vector<std::optional<span>>& taken)
{
    span_set found;
    for (const fixed_break& each : what.breaks)
        if (!each.paid)
            found.add(clock.at(each.between));
    for (std::size_t i = 0; i < what.punched_breaks.size(); ++i) {
        const punched_break& each = what.punched_breaks[i];
        if (each.paid)
            continue;
        const moment from = taken[i] ? taken[i]->from : clock.at(each.within.from);
        found.add({from, from + each.length});
    }
    return found;
}

span_set beyond_breaks(const shift& what, const std::vector<std::optional<span>>& taken)
{
    span_set found;
    for (std::size_t i = 0; i < taken.size(); ++i)
        if (taken[i])
            found.add({taken[i]->from + what.punched_breaks[i].length, taken[i]->to});
    return found;
}

void say_breaks(const shift& what, const std::vector<std::optional<span>>& taken, day_result& onto)
{
    for (const fixed_break& each : what.breaks)
        say(onto.why, each.paid ? phrases::break_paid : phrases::break_unpaid, clock_fact{each.between.from},
            clock_fact{each.between.to});
    for (std::size_t i = 0; i < taken.size(); ++i) {
        if (!taken[i])
            say(onto.why, phrases::break_presumed, clock_fact{what.punched_breaks[i].within.from});
        else if (taken[i]->length() > what.punched_breaks[i].length)
            ++onto.break_over;
    }
}

bool asks_for_half(const std::vector<const request*>& in_force, civil_day date)
{
    return std::any_of(in_force.begin(), in_force.end(), [&](const request* each) {
        return each->touches(date) &&
               (each->part == covered_part::morning || each->part == covered_part::afternoon);
    });
}

void say_cover(const cover& covered, const day_input& input, day_result& onto)
{
    for (const auto& [type, spans] : covered.leave) {
        onto.sums.leave[type] = spans.total();
        say(onto.why, phrases::on_leave, type, spans.total());
    }
    for (const request* each : input.in_force)
        if (each->kind == request_kind::leave && each->touches(onto.date) && each->allowance > minutes{})
            say(onto.why, phrases::allowance, each->allowance);
    if (!covered.trip.empty())
        say(onto.why, phrases::on_trip, covered.trip.total());
    if (covered.twice > minutes{})
        say(onto.why, phrases::counted_once, covered.twice);
    const minutes all = covered.all().total();
    if (all > minutes{})
        say(onto.why, phrases::covered, all);
    onto.sums.trip = covered.trip.total();
}

}  // namespace gatehouse::model::attendance
