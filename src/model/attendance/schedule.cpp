#include "model/attendance/schedule.hpp"

#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;

struct planned {
    plan what;
    schedule_source source = schedule_source::none;
};

std::string name_of(const rule_book& book, const plan& what, civil_day date)
{
    return what ? book.shifts[*what].on(date).name : "rest";
}

const rotation* rotation_on(const person_schedule& person, civil_day date)
{
    const rotation* found = nullptr;
    for (const rotation& each : person.rotations)
        if (each.first <= date && (!each.until || date <= *each.until) &&
            (!found || found->first <= each.first))
            found = &each;
    return found;
}

bool is_off(day_kind kind)
{
    return kind == day_kind::holiday || kind == day_kind::rest;
}

planned by_rotation(const rule_book& book, const rotation& cycle, civil_day date, trace& why)
{
    const auto length = static_cast<long>(cycle.cycle.size());
    const long passed = (date - cycle.first).count() + cycle.phase;
    const auto entry = static_cast<std::size_t>((passed % length + length) % length);
    planned found{cycle.cycle[entry], schedule_source::rotation};
    say(why, phrases::by_rotation, name_of(book, found.what, date), std::to_string(entry + 1));
    if (is_off(book.days.on(date).on(date).kind)) {
        const bool rests = book.group.on(date).holidays_off;
        say(why, rests ? phrases::rotation_rests : phrases::rotation_runs);
        if (rests)
            found.what.reset();
    }
    return found;
}

planned by_week(const rule_book& book, const std::array<plan, 7>& week, civil_day date, trace& why)
{
    const calendar_day day = book.days.on(date).on(date);
    const auto of = [&](std::chrono::weekday each) { return week[each.iso_encoding() - 1]; };
    planned found{of(std::chrono::weekday{date}), schedule_source::week};
    if (is_off(day.kind)) {
        say(why, phrases::calendar_off);
        found.what.reset();
    } else if (day.kind == day_kind::workday) {
        const auto first = std::find_if(week.begin(), week.end(),
                                        [](const plan& each) { return each.has_value(); });
        if (day.stands_for)
            found.what = of(*day.stands_for);
        else if (first != week.end())
            found.what = *first;
        say(why, phrases::make_up, name_of(book, found.what, date));
    }
    say(why, phrases::by_week, name_of(book, found.what, date));
    return found;
}

// Orders 3 to 5 of: what a swap exchanges.
planned without_decisions(const rule_book& book, const person_schedule& person, civil_day date, trace& why)
{
    if (const rotation* const cycle = rotation_on(person, date))
        return by_rotation(book, *cycle, date, why);
    if (const auto& week = book.group.on(date).week)
        return by_week(book, *week, date, why);
    say(why, phrases::no_plan);
    return {};
}

planned decide(const rule_book& book, const person_schedule& person, civil_day date, trace& why)
{
    const override_day* set = nullptr;
    for (const override_day& each : person.overrides)
        if (each.date == date && (!set || set->decided <= each.decided))
            set = &each;
    if (set) {
        say(why, phrases::by_override, name_of(book, set->what, date));
        return {set->what, schedule_source::override_};
    }
    for (const swap_day& each : person.swaps) {
        const bool here = each.date == date;
        if (!here && each.with != date)
            continue;
        trace of_the_other;
        const plan what =
            each.with ? without_decisions(book, person, here ? *each.with : each.date, of_the_other).what
                      : each.gets;
        say(why, phrases::by_swap, name_of(book, what, date));
        return {what, schedule_source::swap};
    }
    return without_decisions(book, person, date, why);
}

const time_zone* set_zone(const person_schedule& person, civil_day date)
{
    const override_day* set = nullptr;
    for (const override_day& each : person.overrides)
        if (each.date == date && (!set || set->decided <= each.decided))
            set = &each;
    return set ? set->zone : nullptr;
}

// Away at another site the zone of the last shift day stays until the next one.
const time_zone* zone_of_last_shift(const rule_book& book, const person_schedule& person, civil_day date)
{
    constexpr int furthest = 31;
    const bool any = std::any_of(person.overrides.begin(), person.overrides.end(),
                                 [](const override_day& each) { return each.zone != nullptr; });
    for (int back = 1; any && back <= furthest; ++back) {
        trace ignored;
        const civil_day before = date - days(back);
        if (decide(book, person, before, ignored).what)
            return set_zone(person, before);
    }
    return nullptr;
}

std::string_view name_of(day_kind kind)
{
    switch (kind) {
    case day_kind::holiday: return "holiday";
    case day_kind::rest: return "rest";
    case day_kind::workday: return "workday";
    case day_kind::plain: break;
    }
    return "plain";
}

}  // namespace

scheduled_day schedule(const rule_book& book, const person_schedule& person, civil_day date)
{
    scheduled_day day;
    day.date = date;
    day.group = &book.group.on(date);
    day.zone = day.group->zone;
    const calendar& dates = book.days.on(date);
    day.calendar = dates.on(date).kind;
    day.unpublished = dates.unpublished(date);
    day.spared = std::any_of(person.spared.begin(), person.spared.end(),
                             [&](const auto& each) { return each.first <= date && date <= each.second; });
    if (!person.employed(date)) {
        day.source = schedule_source::not_employed;
        say(day.why, phrases::not_employed_day);
        return day;
    }
    say(day.why, phrases::chosen);
    const planned found = decide(book, person, date, day.why);
    day.source = found.source;
    if (found.what)
        day.what = &book.shifts[*found.what].on(date);
    if (const time_zone* const own = set_zone(person, date)) {
        day.zone = own;
    } else if (!day.what) {
        if (const time_zone* const kept = zone_of_last_shift(book, person, date)) {
            day.zone = kept;
            say(day.why, phrases::zone_kept, std::string("override"));
        }
    }
    if (day.calendar != day_kind::plain)
        say(day.why, phrases::named_by_calendar, std::string(name_of(day.calendar)));
    if (day.calendar == day_kind::holiday)
        say(day.why, phrases::statutory);
    if (day.unpublished)
        say(day.why, phrases::unpublished);
    return day;
}

std::optional<minutes> rest_between(const scheduled_day& day, const scheduled_day& next)
{
    if (!day.what || !next.what)
        return std::nullopt;
    return next.clock().at(next.what->begin()) - day.clock().at(day.what->end());
}

parted_dates part_locked(const std::vector<civil_day>& touched, const std::vector<civil_day>& locked)
{
    parted_dates parted;
    for (const civil_day date : touched) {
        const bool refused = std::find(locked.begin(), locked.end(), date) != locked.end();
        (refused ? parted.refused : parted.done).push_back(date);
    }
    return parted;
}

swap_findings check_swap(const rule_book& book, const person_schedule& person, const swap_day& asked,
                         const std::vector<civil_day>& locked)
{
    swap_findings found;
    person_schedule swapped = person;
    swapped.swaps.insert(swapped.swaps.begin(), asked);
    std::vector<civil_day> dates{asked.date};
    if (asked.with)
        dates.push_back(*asked.with);
    for (const civil_day date : dates) {
        if (std::find(locked.begin(), locked.end(), date) != locked.end())
            found.locked = true;
        for (const civil_day first : {date - days(1), date}) {
            const auto rest = rest_between(schedule(book, swapped, first),
                                           schedule(book, swapped, first + days(1)));
            if (rest && *rest < book.group.on(date).least_rest)
                found.too_little_rest = true;
        }
    }
    return found;
}

}  // namespace gatehouse::model::attendance
