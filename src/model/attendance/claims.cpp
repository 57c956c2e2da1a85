#include "model/attendance/claims.hpp"

#include "model/attendance/phrases.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::floor;
using std::chrono::seconds;

struct seen_punch {
    const punch* origin;
    base::instant at;  // effective time, seconds and all
    std::optional<left_out_reason> out;
    const seen_punch* folded_into = nullptr;
    bool beside_another = false;  // kept for its direction
    int times = 1;
};

// Each punch once, in order of its effective time.
std::vector<seen_punch> seen(const std::vector<punch>& punches, const group_rules& group, base::instant now)
{
    std::vector<seen_punch> all;
    all.reserve(punches.size());
    for (const punch& each : punches) {
        const bool corrected = !group.clock_of_device && !each.clock_unknown;
        const base::instant at = floor<seconds>(each.device_time) -
                                 (corrected ? each.device_ahead : seconds{});
        all.push_back({&each, at, {}, nullptr, false, 1});
    }
    const auto key = [](const seen_punch& each) {
        return std::tie(each.at, each.origin->fingerprint, each.origin->received, each.origin->id);
    };
    std::sort(all.begin(), all.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); });
    std::vector<seen_punch> once;
    for (const seen_punch& each : all) {
        // The same fingerprint is the same second, so repeats stand beside each other.
        if (!once.empty() && once.back().origin->fingerprint == each.origin->fingerprint) {
            ++once.back().times;
            continue;
        }
        once.push_back(each);
    }
    for (seen_punch& each : once) {
        if (!each.origin->allowed)
            each.out = left_out_reason::not_allowed;
        else if (each.origin->received && each.at > *each.origin->received + minutes(10))
            each.out = left_out_reason::future;
    }
    std::erase_if(once, [&](const seen_punch& each) {
        // What was not yet received, or punched, does not exist yet.
        return (each.origin->received && *each.origin->received > now) || (each.at > now && !each.out);
    });
    return once;
}

void fold(std::vector<seen_punch>& all, seconds within)
{
    const seen_punch* last = nullptr;
    for (seen_punch& each : all) {
        if (each.out)
            continue;
        if (last && each.at - last->at <= within && within > seconds{}) {
            const direction before = last->origin->way;
            const direction now = each.origin->way;
            if (before == direction::none || now == direction::none || before == now) {
                each.out = left_out_reason::folded;
                each.folded_into = last;
                continue;
            }
            each.beside_another = true;
        }
        last = &each;
    }
}

struct choice {
    std::size_t day;
    bool by_claim = false;
};

minutes distance(const claim& from, moment at, direction only)
{
    minutes least = minutes::max();
    for (const point& each : from.points)
        if (only == direction::none || each.on == (only == direction::in))
            least = std::min(least, std::chrono::abs(each.at - at));
    return least;
}

bool holds(const std::optional<claim>& one, moment at)
{
    return one && one->opens <= at && at <= one->closes;
}

std::optional<choice> civil_day_of(const std::vector<scheduled_day>& days, moment at)
{
    for (std::size_t i = 0; i < days.size(); ++i) {
        const day_clock clock = days[i].clock();
        const minutes boundary = days[i].group->boundary;
        if (clock.at(boundary) <= at &&
            at < day_clock(clock.zone(), clock.date() + std::chrono::days(1)).at(boundary))
            return choice{i};
    }
    return std::nullopt;
}

// to; the steps go to the trace of the chosen day.
std::optional<choice> choose(const std::vector<scheduled_day>& days,
                             const std::vector<std::optional<claim>>& claims, moment at, direction way,
                             trace& why)
{
    std::optional<choice> found;
    minutes least{};
    int many = 0;
    bool tied = false;
    direction only = direction::none;
    for (std::size_t i = 0; i < days.size(); ++i) {
        if (!holds(claims[i], at))
            continue;
        ++many;
        if (days[i].group->reading == reading_way::direction)
            only = way;
        const minutes away = distance(*claims[i], at, only);
        if (!found || away < least) {
            found = {i, true};
            least = away;
            tied = false;
        } else if (away == least) {
            tied = true;
        }
    }
    if (!found) {
        found = civil_day_of(days, at);
        if (found)
            say(why, phrases::civil_day_of, clock_fact{days[found->day].clock().past_midnight(at)});
        return found;
    }
    const clock_fact clock{days[found->day].clock().past_midnight(at)};
    if (many == 1) {
        say(why, phrases::one_claim, clock);
        return found;
    }
    if (only != direction::none)
        say(why, phrases::by_direction, clock);
    if (tied)
        say(why, phrases::equally_near, clock, days[found->day].date);
    else
        say(why, phrases::nearest, clock, days[found->day].date, least);
    return found;
}

void say_time(const seen_punch& each, const scheduled_day& day, trace& why)
{
    const day_clock clock = day.clock();
    const auto shown = [&](base::instant at) { return clock_fact{clock.past_midnight(floor<minutes>(at))}; };
    const seconds past = floor<seconds>(each.at) - floor<minutes>(each.at);
    if (each.origin->clock_unknown)
        say(why, phrases::clock_doubtful, shown(each.at));
    else if (each.at != floor<seconds>(each.origin->device_time))
        say(why, phrases::clock_corrected, shown(each.origin->device_time),
            floor<minutes>(each.origin->device_ahead), shown(each.at));
    else if (each.origin->device_ahead != seconds{})
        say(why, phrases::clock_of_device, shown(each.at));
    if (past != seconds{})
        say(why, phrases::seconds_dropped, shown(each.at), std::to_string(past.count()));
    if (each.times > 1)
        say(why, phrases::repeated, shown(each.at));
    if (each.beside_another)
        say(why, phrases::directions_differ, shown(each.at));
}

// Why a punch that was chosen a day is left out there; nothing: it is kept.
std::optional<left_out_reason> left_out_there(const choice& chosen, const scheduled_day& day)
{
    if (!day.employed())
        return left_out_reason::not_employed;
    if (!chosen.by_claim && day.what)
        return left_out_reason::outside_window;
    return std::nullopt;
}

void say_left_out(left_out_reason why, clock_fact at, trace& onto)
{
    switch (why) {
    case left_out_reason::folded: say(onto, phrases::folded, at); break;
    case left_out_reason::future: say(onto, phrases::future, at); break;
    case left_out_reason::not_employed: say(onto, phrases::outside_employment, at); break;
    case left_out_reason::outside_window: say(onto, phrases::outside_window, at); break;
    case left_out_reason::not_allowed: say(onto, phrases::not_allowed, at); break;
    default: break;
    }
    say(onto, phrases::left_out, at, std::string(name_of(why)));
}

}  // namespace

std::optional<claim> claim_of(const scheduled_day& day, const std::vector<const request*>& in_force)
{
    if (!day.employed())
        return std::nullopt;
    const day_clock clock = day.clock();
    std::optional<claim> found;
    if (day.what) {
        const clock_span wide = day.what->claim();
        found = claim{clock.at(wide.from), clock.at(wide.to), {}};
        if (day.what->hours) {
            const clock_span ends = day.what->core.value_or(day.what->band);
            found->points = {{clock.at(ends.from), true}, {clock.at(ends.to), false}};
        }
        for (const section& each : day.what->sections) {
            found->points.push_back({clock.at(each.on), true});
            found->points.push_back({clock.at(each.off), false});
        }
    }
    for (const request* each : in_force) {
        if (each->kind != request_kind::overtime || !each->touches(day.date))
            continue;
        const span asked = clock.at(each->between);
        const moment opens = asked.from - minutes(60);
        const moment closes = asked.to + minutes(60);
        if (!found)
            found = claim{opens, closes, {}};
        found->opens = std::min(found->opens, opens);
        found->closes = std::max(found->closes, closes);
        found->points.push_back({asked.from, true});
        found->points.push_back({asked.to, false});
    }
    return found;
}

std::vector<claimed_day> assign(const std::vector<scheduled_day>& days,
                                const std::vector<std::optional<claim>>& claims,
                                const std::vector<punch>& punches, base::instant now)
{
    std::vector<claimed_day> given(days.size());
    if (days.empty())
        return given;
    std::vector<seen_punch> all = seen(punches, *days.front().group, now);
    fold(all, days.front().group->fold);
    for (const seen_punch& each : all) {
        const moment at = floor<minutes>(each.at);
        // A folded one is shown where the one stands into which it was folded.
        const seen_punch& decides = each.folded_into ? *each.folded_into : each;
        trace why;
        const auto chosen = choose(days, claims, floor<minutes>(decides.at), decides.origin->way, why);
        if (!chosen)
            continue;
        const scheduled_day& day = days[chosen->day];
        claimed_day& onto = given[chosen->day];
        const auto out = each.out ? each.out : left_out_there(*chosen, day);
        const clock_fact clock{day.clock().past_midnight(at)};
        say_time(each, day, onto.why);
        if (out) {
            onto.left_out.push_back({each.origin, at, *out});
            say_left_out(*out, clock, onto.why);
            continue;
        }
        onto.why.insert(onto.why.end(), why.begin(), why.end());
        const auto& closing = claims[chosen->day];
        if (each.origin->received && closing && *each.origin->received > closing->closes + minutes(1))
            say(onto.why, phrases::late_upload, clock);
        onto.kept.push_back({each.origin, at, each.origin->way});
    }
    return given;
}

std::string_view name_of(left_out_reason why)
{
    static constexpr std::array<std::string_view, 8> names{"folded",         "future",     "not_employed",
                                                           "outside_window", "between",    "unpaired",
                                                           "replaced",       "not_allowed"};
    return names[static_cast<std::size_t>(why)];
}

}  // namespace gatehouse::model::attendance
