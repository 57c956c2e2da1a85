// A date on which no punch is asked for: without shift [A-70][A-113], or exempt.
#include "model/attendance/day_input.hpp"
#include "model/attendance/overtime.hpp"
#include "model/attendance/phrases.hpp"

namespace gatehouse::model::attendance {
namespace {

span_set presence_of(const day_input& input, day_result& onto)
{
    const day_clock clock = onto.clock();
    const corrected_points corrected = corrections_of(input, 0, 1, onto);
    const auto& punches = input.punches->kept;
    section_reading found;
    std::vector<kept_punch> inner;
    std::optional<moment> first = corrected.in;
    std::optional<moment> last = corrected.out;
    for (std::size_t i = 0; i < punches.size(); ++i) {
        const bool begins = i == 0 && !corrected.in && (punches.size() > 1 || corrected.out);
        const bool ends = i + 1 == punches.size() && !corrected.out && (punches.size() > 1 || corrected.in);
        if (begins)
            first = punches[i].at;
        else if (ends)
            last = punches[i].at;
        else if (punches.size() == 1 && !corrected.in && !corrected.out) {
            onto.left_out.push_back({punches[i].origin, punches[i].at, left_out_reason::unpaired});
            say(onto.why, phrases::free_single, clock_fact{clock.past_midnight(punches[i].at)});
            continue;
        } else {
            inner.push_back(punches[i]);
            continue;
        }
        onto.used.push_back({punches[i].origin, punches[i].at, punch_role::presence});
    }
    found.inner = inner;
    take_inner(found, input.day->group->reading, {}, onto);
    span_set presence;
    if (first && last && *first < *last) {
        presence = span_set(*first, *last) - found.away;
        say(onto.why, phrases::free_presence, clock_fact{clock.past_midnight(*first)},
            clock_fact{clock.past_midnight(*last)});
    }
    return presence | field_work(input.in_force, clock);
}

void judge_exempt(const day_input& input, day_result& onto)
{
    const shift& what = *input.day->what;
    const day_clock clock = onto.clock();
    const std::vector<std::optional<span>> taken(what.punched_breaks.size());
    const span_set breaks = unpaid_breaks(what, clock, taken);
    span_set planned;
    for (const section& each : what.sections)
        planned.add(clock.at(clock_span{each.on, each.off}));
    if (what.hours)
        planned = (span_set(clock.at(what.band)) - breaks).head(what.need);
    planned = planned - breaks;
    const moment end = what.hours ? clock.at(what.band.to) : clock.at(what.sections.front().off);
    const cover covered = cover_of(input.in_force, clock, planned,
                                   half_of(planned, end, what.sections.size() > 1, breaks));
    say(onto.why, phrases::exempt);
    say_breaks(what, taken, onto);
    say_cover(covered, input, onto);
    for (const kept_punch& each : input.punches->kept)
        onto.used.push_back({each.origin, each.at, punch_role::shown});
    const span_set worked = planned - covered.all();
    onto.sums.planned = planned.total();
    onto.sums.field = (worked & field_work(input.in_force, clock)).total();
    onto.statuses.insert(status::exempt);
    if (input.pending()) {
        onto.sums.unproven = worked.total();
        onto.statuses.insert(status::pending);
        say(onto.why, phrases::pending, clock_fact{clock.past_midnight((*input.claim)->closes)});
        return;
    }
    onto.sums.worked = worked.total();
    overtime_facts facts = begin_overtime(input, clock);
    facts.planned = planned;
    facts.worked = worked;
    count_overtime(facts, onto);
}

// Without a week a day's work is eight hours, an hour off in the middle.
shift usual_day()
{
    shift made;
    made.sections = {{minutes(9 * 60), minutes(18 * 60), {}}};
    made.breaks = {{{minutes(12 * 60), minutes(13 * 60)}, false}};
    return made;
}

// What a trip takes of a date without shift: of the first shift that the week names, as a make-up
// workday would have it; at times, what lies between them.
span_set trip_of(const day_input& input, const day_clock& clock)
{
    shift what = usual_day();
    if (const auto& week = input.day->group->week)
        for (const plan& each : *week)
            if (each) {
                what = input.book->shifts[*each].on(clock.date());
                break;
            }
    const span_set breaks = unpaid_breaks(what, clock,
                                          std::vector<std::optional<span>>(what.punched_breaks.size()));
    span_set day;
    if (what.hours)
        day = (span_set(clock.at(what.band)) - breaks).head(what.need);
    for (const section& each : what.sections)
        day.add(clock.at(clock_span{each.on, each.off}));
    day = day - breaks;
    const moment first_off = clock.at(what.hours ? what.band.to : what.sections.front().off);
    span_set at_times;
    std::vector<const request*> days;
    for (const request* each : input.in_force) {
        if (each->kind != request_kind::trip || !each->touches(clock.date()))
            continue;
        if (each->part == covered_part::clock)
            at_times.add(clock.at(each->between));
        else
            days.push_back(each);
    }
    return cover_of(days, clock, day, half_of(day, first_off, what.sections.size() > 1, breaks)).trip |
           at_times;
}

}  // namespace

void judge_free(const day_input& input, day_result& onto)
{
    if (input.day->what) {
        judge_exempt(input, onto);
        return;
    }
    overtime_facts facts = begin_overtime(input, onto.clock());
    const group_rules& group = *input.day->group;
    const bool approved_counts = group.policy(overtime_kind::rest).mode == overtime_mode::approved ||
                                 group.policy(overtime_kind::holiday).mode == overtime_mode::approved;
    if (group.trips_as_overtime && approved_counts)
        facts.trip = trip_of(input, onto.clock());
    for (const request* each : input.in_force)
        if (each->kind == request_kind::trip && each->touches(onto.date) && facts.trip.empty())
            say(onto.why, phrases::trip_without_shift);
    if (!facts.trip.empty())
        say(onto.why, phrases::trip_as_overtime, facts.trip.total());
    facts.proven = presence_of(input, onto);
    const base::instant end{
        day_clock(*onto.zone, onto.date + std::chrono::days(1)).at(input.day->group->boundary)};
    if (!input.pending() && input.now >= end)
        count_overtime(facts, onto);
}

}  // namespace gatehouse::model::attendance
