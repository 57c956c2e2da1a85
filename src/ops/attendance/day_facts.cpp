#include "ops/attendance/day_facts.hpp"

#include "base/json_writer.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using day_count = std::chrono::days;
using rules::minutes;
using rules::moment;

constexpr std::uint64_t inputs_tag = 1;
// Claims of so many dates before and behind may hold the same punches. Who changes a plan or a request
// touches as many.
constexpr day_count reaches{2};

void add(std::string& onto, std::int64_t number)
{
    onto.append(std::to_string(number)).append("|");
}

void add(std::string& onto, std::string_view text)
{
    add(onto, static_cast<std::int64_t>(text.size()));
    onto.append(text);
}

void add(std::string& onto, const rules::punch& what, base::instant now)
{
    if (what.received && *what.received > now)
        return;
    add(onto, static_cast<std::int64_t>(what.id));
    add(onto, base::to_milliseconds(what.device_time));
    add(onto, what.device_ahead.count());
    add(onto, what.received ? base::to_milliseconds(*what.received) : -1);
    add(onto, (what.clock_unknown ? 1 : 0) + (what.allowed ? 2 : 0) + 4 * static_cast<int>(what.way) +
                  // What lies ahead does not exist yet.
                  (std::max(what.device_time, what.device_time - what.device_ahead) > now ? 16 : 0));
}

void add(std::string& onto, const rules::request& what, base::instant now)
{
    add(onto, static_cast<std::int64_t>(what.id));
    add(onto, what.leave_type);
    for (const std::int64_t each :
         {static_cast<std::int64_t>(what.kind), static_cast<std::int64_t>(what.part),
          std::int64_t{what.first.time_since_epoch().count()},
          std::int64_t{what.last.time_since_epoch().count()}, std::int64_t{what.between.from.count()},
          std::int64_t{what.between.to.count()}, std::int64_t{what.allowance.count()},
          std::int64_t{what.section}, std::int64_t{what.claimed.count()},
          std::int64_t{(what.in ? 1 : 0) + (what.in_force(now) ? 2 : 0) + 4 * static_cast<int>(what.state)},
          what.decided ? base::to_milliseconds(*what.decided) : -1})
        add(onto, each);
}

void add_words(std::string& onto, const std::vector<std::string>* words)
{
    add(onto, static_cast<std::int64_t>(words ? words->size() : 0));
    if (words)
        for (const std::string& each : *words)
            add(onto, each);
}

}  // namespace

bool is_near(const rules::punch& what, civil_day date)
{
    const base::instant from{(date - day_count(3)).time_since_epoch()};
    const base::instant until{(date + day_count(4)).time_since_epoch()};
    const base::instant corrected = what.device_time - what.device_ahead;
    return (from <= what.device_time && what.device_time < until) || (from <= corrected && corrected < until);
}

rule_words::rule_words(store::connection& sql, model::organization_id home, std::string zone)
    : zone_(std::move(zone))
{
    for (sa::rule_version& each : sa::rules_of(sql, home))
        if (each.words || each.kind != sa::rule_kind::shift)  // an ended shift is known still
            versions_[{each.kind, each.name}].push_back({each.since, std::move(each.words)});
}

const std::vector<std::string>* rule_words::of(sa::rule_kind kind, const std::string& name,
                                               civil_day date) const
{
    const auto found = versions_.find({kind, name});
    if (found == versions_.end())
        return nullptr;
    const version* in_force = &found->second.front();
    for (const version& each : found->second)
        if (each.since <= date)
            in_force = &each;
    return in_force->words ? &*in_force->words : nullptr;
}

day_facts::day_facts(const rule_words& words, const case_file& of,
                     const std::vector<sa::assignment>& assigned, const std::vector<sa::day_override>& set,
                     civil_day first, civil_day last)
    : words_(words),
      of_(of),
      begin_(first - plays_a_part)
{
    for (const sa::day_override& each : set)
        if (each.zone)
            zones_[model::time_zone::find(*each.zone)] = *each.zone;
    for (civil_day date = begin_; date <= last + plays_a_part; date += day_count(1)) {
        dated& made = dates_.emplace_back();
        made.plan = rules::schedule(*of.book, of.person, date);
        made.group = office::group_on(assigned, date);
        const rules::scheduled_day& plan = made.plan;
        std::string& text = made.words;
        add(text, date.time_since_epoch().count());
        add(text, static_cast<std::int64_t>(plan.source) + 16 * static_cast<std::int64_t>(plan.calendar) +
                      256 * (plan.unpublished ? 1 : 0) + 512 * (plan.spared ? 1 : 0));
        add(text, plan.clock().at(minutes(0)).time_since_epoch().count());
        add(text, plan.clock().at(minutes(1440)).time_since_epoch().count());
        add_words(text, words.of(sa::rule_kind::group, made.group, date));
        add(text, plan.what ? plan.what->name : std::string());
        add_words(text, plan.what ? words.of(sa::rule_kind::shift, plan.what->name, date) : nullptr);
        for (const rules::trace_step& each : plan.why)
            add(text, rules::words(each, rules::language::english));
    }
}

const day_facts::dated& day_facts::at(civil_day date) const
{
    return dates_.at(static_cast<std::size_t>((date - begin_).count()));
}

base::instant day_facts::closes_at(civil_day date) const
{
    const rules::scheduled_day& plan = at(date).plan;
    std::vector<const rules::request*> in_force;
    for (const rules::request& each : of_.of.requests)
        if (each.in_force(of_.of.now))
            in_force.push_back(&each);
    moment closes{};
    if (const auto claim = rules::claim_of(plan, in_force))
        closes = claim->closes;
    if (!plan.what)
        closes = std::max(closes, rules::day_clock(*plan.zone, date + day_count(1)).at(plan.group->boundary));
    return base::instant{closes};
}

base::digest day_facts::inputs(civil_day date) const
{
    std::string text;
    for (civil_day each = date - reaches; each <= date + reaches; each += day_count(1))
        text += at(each).words;
    for (const rules::punch& each : of_.of.punches)
        if (is_near(each, date))
            add(text, each, of_.of.now);
    for (const rules::request& each : of_.of.requests)
        if (each.first <= date + reaches && each.last >= date - reaches)
            add(text, each, of_.of.now);
    for (const civil_day each : {date - day_count(1), date})
        add(text, is_open(each) ? 1 : 0);
    return base::keyed_digest(base::key{}, inputs_tag, text);
}

std::string trace_words(const rules::trace& why)
{
    std::string made;
    base::json_writer json(made);
    json.open_array();
    for (const rules::trace_step& each : why)
        json.open_array()
            .number(each.rule())
            .text(rules::words(each, rules::language::english))
            .text(rules::words(each, rules::language::chinese))
            .close_array();
    json.close_array();
    return made;
}

}  // namespace gatehouse::ops::attendance
