#include "ops/attendance/preview.hpp"

#include "ops/attendance/rule_check.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using sa::rule_kind;
using std::chrono::days;

// A slice is a snapshot: so many days of people take a few tenths of a second.
constexpr std::int64_t slice_days = 600;
constexpr days around{5};

// The shift of one book by its place in the other.
rules::plan carried(const rules::plan& what, const office& from, const office& to)
{
    return what ? to.shift_named(from.shift_name(*what)) : std::nullopt;
}

bool same(const rules::day_result& a, const rules::day_result& b)
{
    const auto name = [](const rules::day_result& of) { return of.what ? of.what->name : std::string(); };
    return a.statuses == b.statuses && a.sums == b.sums && name(a) == name(b);
}

void add(rules::accounts& onto, const rules::accounts& more)
{
    onto.planned += more.planned;
    onto.worked += more.worked;
    onto.late += more.late;
    onto.early += more.early;
    onto.away += more.away;
    onto.shortfall += more.shortfall;
    onto.unproven += more.unproven;
    onto.absent += more.absent;
    onto.trip += more.trip;
    onto.field += more.field;
    for (std::size_t i = 0; i < onto.overtime.size(); ++i)
        onto.overtime[i] += more.overtime[i];
    for (const auto& [type, many] : more.leave)
        onto.leave[type] += many;
}

}  // namespace

std::map<std::string, std::pair<rules::minutes, rules::minutes>> preview_findings::sums() const
{
    std::map<std::string, std::pair<rules::minutes, rules::minutes>> made;
    for (const auto& [name, many] : rules::by_name(before))
        made[name].first = many;
    for (const auto& [name, many] : rules::by_name(after))
        made[name].second = many;
    return made;
}

preview::preview(sa::rule_version proposed, const model::time_zone& zone, civil_day first, civil_day last,
                 base::instant now)
    : proposed_(std::move(proposed)),
      zone_(&zone),
      first_(first),
      last_(last),
      now_(now)
{}

base::result<void> preview::open(store::connection& sql)
{
    const auto decided = sa::rules_of(sql, proposed_.organization);
    rule_findings checked = check_rule(decided, proposed_);
    if (!checked.faults.empty())
        return base::error{base::errc::malformed_input, "Some of the rules cannot be saved; see errors.",
                           std::move(checked.faults)};
    found_.warnings = std::move(checked.warnings);
    before_.emplace(sql, proposed_.organization, *zone_);
    after_.emplace(sql, proposed_.organization, *zone_, proposed_);
    users_.emplace(proposed_.kind, proposed_.name);
    if (proposed_.kind == rule_kind::shift)
        for (const sa::rule_version& each : decided)
            if (shifts_named_by(each).contains(proposed_.name))
                users_.emplace(each.kind, each.name);
    return {};
}

bool preview::is_about(const std::vector<sa::assignment>& assigned,
                       const std::vector<sa::day_override>& set) const
{
    if (proposed_.kind == rule_kind::holidays || proposed_.kind == rule_kind::calendar)
        return true;
    const bool by_rule = std::any_of(assigned.begin(), assigned.end(), [&](const sa::assignment& each) {
        return users_.contains({each.kind, each.name}) && each.since <= last_ + around &&
               (!each.until || *each.until >= first_ - around);
    });
    return by_rule || (proposed_.kind == rule_kind::shift &&
                       std::any_of(set.begin(), set.end(), [&](const sa::day_override& each) {
                           return each.plan == proposed_.name;
                       }));
}

base::result<bool> preview::go_on(store::connection& sql)
{
    if (!before_)
        if (auto opened = open(sql); !opened)
            return opened.error();
    const std::int64_t range = (last_ - first_).count() + 1;
    const std::int64_t most = std::max<std::int64_t>(1, slice_days / range);
    const auto people = sa::people_under_rules(sql, proposed_.organization, behind_, most);
    for (const model::person_id who : people) {
        if (found_.days + range > preview_days_most) {
            found_.cut = true;
            return false;
        }
        judge_one(sql, who);
        behind_ = who.value;
    }
    return static_cast<std::int64_t>(people.size()) == most;
}

void preview::judge_one(store::connection& sql, model::person_id who)
{
    const auto assigned = sa::assignments_of(sql, who);
    const auto set = sa::overrides_of(sql, who, first_ - around, last_ + around);
    if (!is_about(assigned, set))
        return;
    const rules::unexplained numbers_only;
    const auto opened = open_case(sql, *before_, who, first_, last_, now_);
    const auto before = rules::judge(opened->of, first_, last_);
    // The same punches and requests by the other book.
    const auto book = after_->book_for(assigned);
    rules::person_schedule person = after_->schedule_of(assigned, sa::find_employment(sql, who), set);
    person.swaps = opened->person.swaps;
    for (rules::swap_day& each : person.swaps)
        each.gets = carried(each.gets, *before_, *after_);
    opened->of.book = book.get();
    opened->of.person = &person;
    compare(who, before, rules::judge(opened->of, first_, last_));
}

void preview::compare(model::person_id who, const std::vector<rules::day_result>& before,
                      const std::vector<rules::day_result>& after)
{
    ++found_.people;
    const std::int64_t changed_before = found_.changed_days;
    for (std::size_t i = 0; i < before.size(); ++i) {
        ++found_.days;
        add(found_.before, before[i].sums);
        add(found_.after, after[i].sums);
        if (same(before[i], after[i]))
            continue;
        ++found_.changed_days;
        if (found_.first.size() < preview_changes_most)
            found_.first.push_back({who, before[i].date, rules::keep(before[i]), rules::keep(after[i])});
    }
    found_.changed_people += found_.changed_days > changed_before;
}

}  // namespace gatehouse::ops::attendance
