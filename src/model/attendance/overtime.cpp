#include "model/attendance/overtime.hpp"

#include "model/attendance/day_input.hpp"
#include "model/attendance/phrases.hpp"

#include <algorithm>

namespace gatehouse::model::attendance {
namespace {

constexpr std::array<std::string_view, 3> kind_names{"workday", "rest", "holiday"};
constexpr std::array<std::string_view, 4> mode_names{"none", "approved", "both", "punched"};

std::string text(std::string_view name)
{
    return std::string(name);
}

// The minutes whose own civil date is a statutory holiday.
span_set statutory_minutes(const overtime_facts& facts, const day_clock& clock)
{
    span_set found;
    for (int after = -1; after <= 3; ++after) {
        const civil_day date = clock.date() + std::chrono::days(after);
        if (facts.book->days.on(date).on(date).kind == day_kind::holiday)
            found.add({day_clock(clock.zone(), date).at(minutes{}),
                       day_clock(clock.zone(), date + std::chrono::days(1)).at(minutes{})});
    }
    return found;
}

span_set candidates(const overtime_facts& facts, const overtime_policy& policy)
{
    const bool shift_day = facts.day->what != nullptr;
    switch (policy.mode) {
    case overtime_mode::none: return {};
    case overtime_mode::approved: return (facts.approved | facts.trip) - facts.planned;
    case overtime_mode::both: return (facts.approved & facts.proven) - facts.planned;
    case overtime_mode::punched: break;
    }
    if (!shift_day)
        return facts.proven;
    span_set found = facts.last_off ? facts.at_end.since(*facts.last_off + policy.after)
                                    : facts.at_end - facts.at_end.head(policy.after);
    if (policy.early && !facts.before_shift.empty())
        found = found | facts.before_shift.before(facts.before_shift.last() - policy.after);
    return found - facts.planned;
}

minutes limited(minutes many, const overtime_policy& policy)
{
    if (many < policy.least)
        return {};
    many -= many % policy.unit;
    return policy.most ? std::min(many, *policy.most) : many;
}

void hint_approval(const overtime_facts& facts, const overtime_policy& policy, const span_set& of_kind,
                   const span_set& breaks, day_result& onto)
{
    overtime_policy as_punched = policy;
    as_punched.mode = overtime_mode::punched;
    as_punched.after = minutes{};
    const span_set unapproved = (candidates(facts, as_punched) & facts.proven & of_kind) - facts.approved -
                                breaks;
    for (const span& each : unapproved.parts())
        if (limited(each.length(), policy) > minutes{})
            onto.hints.push_back(
                {hint_kind::approve_overtime, 0, each.from, each.to, {}, status::overtime, true});
}

}  // namespace

overtime_facts begin_overtime(const day_input& input, const day_clock& clock)
{
    overtime_facts facts;
    facts.day = input.day;
    facts.book = input.book;
    facts.approved = approved_overtime(input.in_force, clock);
    return facts;
}

void count_overtime(const overtime_facts& facts, day_result& onto)
{
    const group_rules& group = *facts.day->group;
    const day_clock clock = onto.clock();
    const span_set holiday = statutory_minutes(facts, clock);
    span_set breaks;
    for (const clock_span& each : group.overtime_breaks)
        breaks.add(clock.at(each));
    const auto plain = facts.day->what ? overtime_kind::workday : overtime_kind::rest;
    minutes daily{};
    for (const overtime_kind kind : {plain, overtime_kind::holiday}) {
        const auto index = static_cast<std::size_t>(kind);
        const overtime_policy& policy = group.policy(kind);
        span_set found = candidates(facts, policy);
        const span_set of_kind = kind == overtime_kind::holiday
                                     ? holiday
                                     : (facts.planned | found | facts.proven | facts.approved) - holiday;
        found = found & of_kind;
        const minutes asked = found.total();
        const minutes in_breaks = (found & breaks).total();
        const minutes sum = limited(asked - in_breaks, policy);
        minutes again{};
        if (kind == overtime_kind::holiday && policy.mode != overtime_mode::none)
            again = (facts.worked & holiday).total();
        if (policy.mode == overtime_mode::both)
            hint_approval(facts, policy, of_kind, breaks, onto);
        if (asked + again == minutes{})
            continue;
        say(onto.why, phrases::ot_kind, asked + again, text(kind_names[index]));
        say(onto.why, phrases::ot_mode, text(kind_names[index]),
            text(mode_names[static_cast<std::size_t>(policy.mode)]));
        if (!facts.day->what)
            say(onto.why, phrases::ot_free, asked);
        else
            for (const span& each : found.parts())
                say(onto.why, phrases::ot_candidates, clock_fact{clock.past_midnight(each.from)},
                    clock_fact{clock.past_midnight(each.to)});
        if (in_breaks > minutes{})
            say(onto.why, phrases::ot_break, in_breaks);
        if (sum != asked - in_breaks)
            say(onto.why, phrases::ot_limits, text(kind_names[index]), asked - in_breaks, sum);
        if (again > minutes{})
            say(onto.why, phrases::ot_statutory, again);
        const bool holiday_at_once = kind == overtime_kind::holiday &&
                                     (group.system != working_hours::flexible || group.flexible_holidays);
        if (group.system == working_hours::standard || holiday_at_once) {
            onto.sums.overtime[index] = sum + again;
            daily += sum;
            continue;
        }
        if (group.system == working_hours::comprehensive)
            onto.beyond += sum;
        say(onto.why, phrases::ot_system,
            text(group.system == working_hours::flexible ? "flexible" : "comprehensive"));
    }
    if (daily > minutes(180)) {
        onto.warnings.insert("overtime_3h");
        say(onto.why, phrases::warned, text("overtime_3h"));
    }
}

}  // namespace gatehouse::model::attendance
