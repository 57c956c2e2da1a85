#include "model/attendance/judge.hpp"

#include "model/attendance/day_input.hpp"
#include "model/attendance/phrases.hpp"
#include "model/attendance/terms.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

using std::chrono::days;

// A claim may open on the date before and close two dates after; a former day's out counts, too.
constexpr days around{4};

void say_plan(const scheduled_day& day, const claim& span, day_result& onto)
{
    const shift& what = *day.what;
    const day_clock clock = onto.clock();
    const moment begin = clock.at(what.begin());
    const moment end = clock.at(what.end());
    const clock_fact from{what.begin()};
    const clock_fact to{what.end()};
    if (what.hours)
        say(onto.why, phrases::planned_hours, what.name, from, to, what.need);
    else
        say(onto.why, phrases::planned_fixed, what.name, from, to, end - begin);
    if (what.sections.size() > 1)
        say(onto.why, phrases::sections, std::to_string(what.sections.size()));
    if (end - begin != what.end() - what.begin())
        say(onto.why, phrases::other_length, from, to, end - begin);
    for (const minutes point : {what.begin(), what.end()})
        if (clock.past_midnight(clock.at(point)) != point)
            say(onto.why, phrases::skipped_clock, clock_fact{point});
    say(onto.why, phrases::claim, clock_fact{clock.past_midnight(span.opens)},
        clock_fact{clock.past_midnight(span.closes)});
}

void say_requests(const history& of, day_result& onto)
{
    for (const request& each : of.requests) {
        if (!each.touches(onto.date))
            continue;
        if (each.in_force(of.now)) {
            onto.requests.push_back(each.id);
            if (each.kind == request_kind::overtime) {
                say(onto.why, phrases::widened, clock_fact{each.between.from}, clock_fact{each.between.to});
                say(onto.why, phrases::overtime_asked, clock_fact{each.between.from},
                    clock_fact{each.between.to});
            }
        } else if (each.state == request_state::withdrawn) {
            say(onto.why, phrases::withdrawn, each.first);
        } else {
            say(onto.why, phrases::not_in_force, each.first);
        }
    }
}

bool is_fault(status what)
{
    return what >= status::late && what <= status::pending;
}

//
void warn(const day_input& input, day_result& onto)
{
    const auto put = [&](const std::string& warning) {
        onto.warnings.insert(warning);
        say(onto.why, phrases::warned, warning);
    };
    const auto rest = input.before.day ? rest_between(*input.before.day, *input.day) : std::nullopt;
    if (rest && *rest < input.day->group->least_rest)
        put("rest_8h");
    const bool night = onto.what && !onto.what->hours &&
                       (onto.what->begin() < minutes(6 * 60) || onto.what->end() > minutes(22 * 60));
    if (input.day->spared && (night || onto.statuses.contains(status::overtime)))
        put("spared_person");
}

void say_outcome(day_result& onto)
{
    for (const auto& [name, many] : by_name(onto.sums))
        say(onto.why, phrases::account,
            term_fact{account_term(name, language::english), account_term(name, language::chinese)}, many);
    term_fact written;
    for (const status each : onto.statuses) {
        written.english.append(written.english.empty() ? "" : " ").append(term_of(each, language::english));
        written.chinese.append(written.chinese.empty() ? "" : "、").append(term_of(each, language::chinese));
    }
    say(onto.why, phrases::status_set, written);
    for (const hint& each : onto.hints)
        say(onto.why, phrases::hinted,
            term_fact{words(each, onto.clock(), language::english),
                      words(each, onto.clock(), language::chinese)});
}

void finish(const day_input& input, day_result& onto)
{
    const accounts& sums = onto.sums;
    std::set<status>& set = onto.statuses;
    for (const used_punch& each : onto.used)
        if (each.origin && each.origin->clock_unknown)
            set.insert(status::clock_doubtful);
    for (const left_out_punch& each : onto.left_out)
        if (each.why == left_out_reason::unpaired)
            set.insert(status::unpaired);
    if (sums.on_leave() > minutes{})
        set.insert(status::leave);
    if (sums.trip > minutes{})
        set.insert(status::trip);
    if (sums.field > minutes{})
        set.insert(status::field);
    for (const minutes each : sums.overtime)
        if (each > minutes{})
            set.insert(status::overtime);
    if (onto.calendar == day_kind::holiday)
        set.insert(status::holiday);
    else if (!onto.what)
        set.insert(onto.source == schedule_source::none ? status::off : status::rest);
    if (sums.planned > minutes{} && sums.worked > minutes{} && std::none_of(set.begin(), set.end(), is_fault))
        set.insert(status::normal);
    if (!unexplained::holds())
        say_outcome(onto);
    if (input.day->unpublished)
        onto.warnings.insert("calendar_unpublished");
    warn(input, onto);
}

day_result judge_day(const history& of, const day_input& input, former_day& ended)
{
    const scheduled_day& day = *input.day;
    day_result onto;
    onto.date = day.date;
    onto.zone = day.zone;
    onto.what = day.what;
    onto.source = day.source;
    onto.calendar = day.calendar;
    onto.why = day.why;
    onto.left_out = input.punches->left_out;
    if (!day.employed()) {
        onto.why.insert(onto.why.end(), input.punches->why.begin(), input.punches->why.end());
        onto.statuses.insert(status::not_employed);
        return onto;
    }
    if (day.zone != day.group->zone)
        say(onto.why, phrases::zone, std::string("its own zone"));
    if (day.what)
        say_plan(day, **input.claim, onto);
    say_requests(of, onto);
    onto.why.insert(onto.why.end(), input.punches->why.begin(), input.punches->why.end());
    if (!day.what || day.group->exempt)
        judge_free(input, onto);
    else if (day.what->hours)
        judge_hours(input, onto);
    else
        judge_fixed(input, onto, ended);
    finish(input, onto);
    return onto;
}

}  // namespace

std::vector<day_result> judge(const history& of, civil_day first, civil_day last)
{
    std::vector<const request*> in_force;
    for (const request& each : of.requests)
        if (each.in_force(of.now))
            in_force.push_back(&each);
    std::vector<scheduled_day> plans;
    std::vector<std::optional<claim>> claims;
    for (civil_day date = first - around; date <= last + around; date += days(1)) {
        plans.push_back(schedule(*of.book, *of.person, date));
        claims.push_back(claim_of(plans.back(), in_force));
    }
    const std::vector<claimed_day> punches = assign(plans, claims, of.punches, of.now);
    std::vector<day_result> results;
    former_day before;
    for (std::size_t i = 0; i < plans.size(); ++i) {
        const civil_day date = plans[i].date;
        if (date + days(1) < first || date > last)
            continue;
        day_input input;
        input.book = of.book;
        input.day = &plans[i];
        input.punches = &punches[i];
        input.claim = &claims[i];
        input.now = of.now;
        input.before = before;
        for (const request* each : in_force)
            if (each->first <= date + days(2) && each->last >= date - days(2))
                input.in_force.push_back(each);
        before = {};
        before.day = &plans[i];
        day_result made = judge_day(of, input, before);
        if (date >= first)
            results.push_back(std::move(made));
    }
    return results;
}

}  // namespace gatehouse::model::attendance
