// A day as a case in a clerk's words: what `gatehouse cases` runs.
#include "model/attendance/day_words.hpp"
#include "ops/attendance/day_facts.hpp"

#include <algorithm>
#include <cstdio>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using day_count = std::chrono::days;
using rules::clock_text;
using rules::date_text;
using rules::minutes;
using std::chrono::seconds;

std::string time_text(seconds of_day)
{
    char text[16];
    const long count = of_day.count() % (24 * 3600);
    if (count % 60 == 0)
        std::snprintf(text, sizeof text, "%02ld:%02ld", count / 3600, count / 60 % 60);
    else
        std::snprintf(text, sizeof text, "%02ld:%02ld:%02ld", count / 3600, count / 60 % 60, count % 60);
    return text;
}

// "2026-03-09 08:58:30"
std::string instant_text(const model::time_zone& zone, base::instant at)
{
    const auto civil = std::chrono::floor<seconds>(zone.to_civil(at));
    const civil_day date = std::chrono::floor<day_count>(civil);
    return date_text(date) + " " + time_text(civil - date);
}

// Where the clock alone does not say which instant is meant.
bool is_ambiguous(const model::time_zone& zone, base::instant at)
{
    const model::civil_time clock = zone.to_civil(at);
    if (zone.to_utc(clock) != at)
        return true;
    for (const minutes later : {minutes(30), minutes(60), minutes(120)})
        if (zone.to_civil(at + later) == clock)
            return true;
    return false;
}

std::string offset_text(const model::time_zone& zone, base::instant at)
{
    const auto offset = std::chrono::floor<minutes>(zone.to_civil(at).time_since_epoch() -
                                                    at.time_since_epoch());
    return (offset < minutes{} ? "-" : "+") + clock_text(std::chrono::abs(offset));
}

std::string request_line(const rules::request& what)
{
    using enum rules::request_kind;
    const std::string day = date_text(what.first);
    const std::string span = " " + clock_text(what.between.from) + " to " + clock_text(what.between.to);
    if (what.kind == correction)
        return "correction " + day + (what.section > 0 ? " section " + std::to_string(what.section) : "") +
               (what.in ? " in " : " out ") + clock_text(what.claimed);
    if (what.kind == field)
        return "field " + day + span;
    if (what.kind == overtime)
        return "overtime " + day + span;
    std::string made = (what.kind == leave ? "leave " + what.leave_type : std::string("trip")) + " " + day;
    const std::string until = " to " + date_text(what.last);
    switch (what.part) {
    case rules::covered_part::whole: return made + (what.first == what.last ? "" : until);
    case rules::covered_part::morning: return made + " morning";
    case rules::covered_part::afternoon: return made + " afternoon";
    case rules::covered_part::clock: return made + span;
    case rules::covered_part::at_start:
        return made + until + " " + std::to_string(what.allowance.count()) + " at start";
    case rules::covered_part::at_end: break;
    }
    return made + until + " " + std::to_string(what.allowance.count()) + " at end";
}

std::string point_name(std::string_view name, std::size_t section)
{
    return std::string(name) + (section == 0 ? "" : std::to_string(section + 1));
}

// What the statement reader takes as a clock time.
bool can_be_told(minutes past_midnight)
{
    return minutes(-1440) <= past_midnight && past_midnight < minutes(2 * 1440);
}

void tell_expected(const rules::day_result& day, std::string& onto)
{
    onto += "expect:\n  " + date_text(day.date) + " " + rules::status_words(day.statuses) + "\n";
    std::string items;
    const auto put = [&](const std::string& item) { items.append(items.empty() ? "" : ", ").append(item); };
    for (const auto& [name, many] : rules::by_name(day.sums))
        put(name + " " + std::to_string(many.count()));
    for (const auto& [name, many] :
         {std::pair("late_times", day.late_times), std::pair("early_times", day.early_times),
          std::pair("missing_times", day.missing_times)})
        put(std::string(name) + " " + std::to_string(many));
    const rules::day_clock clock = day.clock();
    for (std::size_t i = 0; i < day.sections.size(); ++i)
        for (const auto& [name, at] :
             {std::pair("in", &day.sections[i].in), std::pair("out", &day.sections[i].out)}) {
            const auto past = *at ? std::optional(clock.past_midnight((*at)->at)) : std::nullopt;
            if (!past || can_be_told(*past))
                put(point_name(name, i) + " " + (past ? clock_text(*past) : "none"));
        }
    for (const rules::left_out_punch& each : day.left_out)
        if (each.why != rules::left_out_reason::not_allowed && can_be_told(clock.past_midnight(each.at)))
            put("left out " + clock_text(clock.past_midnight(each.at)) + " " +
                std::string(rules::name_of(each.why)));
    for (const rules::hint& each : day.hints)
        put("hint " + rules::words(each, clock, rules::language::english));
    if (!items.empty())
        onto += "    " + items + "\n";
}

}  // namespace

// The group's own, else the organization's.
std::string day_facts::zone_of(civil_day date) const
{
    const auto* const lines = words_.of(sa::rule_kind::group, at(date).group, date);
    if (lines)
        for (const std::string& each : *lines)
            if (each.starts_with("zone "))
                return each.substr(5);
    return words_.zone();
}

// Another version of the shift, in force on another date, goes by another name.
std::string day_facts::shift_alias(civil_day date, civil_day of) const
{
    const rules::scheduled_day& plan = at(of).plan;
    const std::string& name = plan.what->name;
    const auto* const here = words_.of(sa::rule_kind::shift, name, date);
    const auto* const there = words_.of(sa::rule_kind::shift, name, of);
    return here && there && *here == *there ? name : name + "@" + date_text(of);
}

void day_facts::tell_rules(civil_day date, std::string& onto) const
{
    onto += "rules:\n  zone " + zone_of(date) + "\n";
    if (const auto* const lines = words_.of(sa::rule_kind::group, at(date).group, date))
        for (const std::string& each : *lines)
            // The dates around are scheduled one by one.
            if (!each.starts_with("zone ") && !each.starts_with("week ") && !each.starts_with("holidays "))
                onto += "  " + each + "\n";
    std::vector<std::string> told;
    for (civil_day each = date - plays_a_part; each <= date + plays_a_part; each += day_count(1)) {
        const rules::scheduled_day& plan = at(each).plan;
        if (plan.calendar != rules::day_kind::plain)
            onto += "  calendar " + std::string(rules::name_of(plan.calendar)) + " " + date_text(each) + "\n";
        if (!plan.what)
            continue;
        const std::string name = shift_alias(date, each);
        const auto* const lines = words_.of(sa::rule_kind::shift, plan.what->name, each);
        if (!lines || std::find(told.begin(), told.end(), name) != told.end())
            continue;
        told.push_back(name);
        onto += "  shift " + name + " " + lines->front() + "\n";
        for (std::size_t i = 1; i < lines->size(); ++i)
            onto += "    " + (*lines)[i] + "\n";
    }
    if (is_open(date) || is_open(date - day_count(1)))
        onto += "  now " + instant_text(*at(date).plan.group->zone, of_.of.now) + "\n";
}

void day_facts::tell_schedule(civil_day date, std::string& onto) const
{
    onto += "schedule:\n";
    if (of_.person.joined)
        onto += "  joined " + date_text(*of_.person.joined) + "\n";
    if (of_.person.left)
        onto += "  left " + date_text(*of_.person.left) + "\n";
    for (civil_day each = date - plays_a_part; each <= date + plays_a_part; each += day_count(1)) {
        const rules::scheduled_day& plan = at(each).plan;
        if (!plan.employed() || plan.source == rules::schedule_source::none)
            continue;
        onto += "  " + date_text(each) + " " + (plan.what ? shift_alias(date, each) : "rest");
        // A zone of its own is an override's.
        for (const auto& [known, name] : zones_)
            if (plan.zone == known && plan.zone != at(date).plan.group->zone)
                onto += " in " + name;
        onto += "\n";
    }
}

void day_facts::tell_punches(civil_day date, std::string& onto) const
{
    const rules::group_rules& group = *at(date).plan.group;
    const model::time_zone& zone = *group.zone;
    onto += "punches:\n";
    for (const rules::punch& each : of_.of.punches) {
        // No word says that a credential was not valid: what is left out plays no part.
        const bool corrected = !group.clock_of_device && !each.clock_unknown;
        const base::instant device = std::chrono::floor<seconds>(each.device_time);
        const base::instant at = device - (corrected ? each.device_ahead : seconds{});
        const bool ahead = each.received && at > *each.received + minutes(10);
        if (!each.allowed || !is_near(each, date) || (each.received && *each.received > of_.of.now) ||
            (at > of_.of.now && !ahead))
            continue;
        onto += "  " + instant_text(zone, at);
        if (each.way != rules::direction::none)
            onto += each.way == rules::direction::in ? " in" : " out";
        if (is_ambiguous(zone, at))
            onto += " offset " + offset_text(zone, at);
        if (each.clock_unknown)
            onto += " clock ?";
        if (each.received && (ahead || *each.received > at + minutes(10)))
            onto += " received " + instant_text(zone, *each.received);
        onto += "\n";
    }
}

void day_facts::tell_requests(civil_day date, std::string& onto) const
{
    onto += "approvals:\n";
    for (const rules::request& each : of_.of.requests) {
        if (!each.in_force(of_.of.now) || each.first > date + day_count(2) || each.last < date - day_count(2))
            continue;
        onto += "  " + request_line(each);
        if (each.decided)
            onto += " decided " + instant_text(*at(date).plan.group->zone, *each.decided);
        onto += "\n";
    }
}

std::string day_facts::told_as_case(const rules::day_result& day, std::string_view id) const
{
    std::string text = "case " + std::string(id) + " " + date_text(day.date) +
                       (day.what ? " " + day.what->name : std::string()) + "\n";
    tell_rules(day.date, text);
    tell_schedule(day.date, text);
    tell_punches(day.date, text);
    tell_requests(day.date, text);
    tell_expected(day, text);
    return text;
}

}  // namespace gatehouse::ops::attendance
