#include "ops/attendance/rule_deeds.hpp"

#include "model/civil_date.hpp"
#include "store/attendance/touching.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using sa::rule_kind;
using sa::rule_version;
using rule_versions = std::vector<rule_version>;
using std::chrono::days;

constexpr civil_day earliest{std::chrono::year(1900) / 1 / 1};
constexpr days reach{2};  // what a claim takes from its neighbours

std::string joined(const std::optional<std::vector<std::string>>& lines)
{
    std::string text;
    for (const std::string& each : lines.value_or(std::vector<std::string>{}))
        text.append(text.empty() ? "" : "; ").append(each);
    return text;
}

// The dates that the version judges: from its own to the next one's, the first also those before it.
sa::touched_span days_of(const rule_versions& decided, const rule_version& what, civil_day today)
{
    civil_day first = what.since;
    std::optional<civil_day> next;
    bool is_first = true;
    for (const rule_version& each : decided) {
        if (each.kind != what.kind || each.name != what.name)
            continue;
        is_first = is_first && each.since >= what.since;
        if (each.since > what.since && (!next || each.since < *next))
            next = each.since;
    }
    if (is_first)
        first = earliest;
    const civil_day most = today + days(1);
    return {first - reach, next ? std::min(*next - days(1) + reach, most) : most};
}

// What names the shift on that date or later: "group office". With `ever`: also what named it before.
std::vector<std::string> users_of(const rule_versions& decided, std::string_view shift, civil_day since,
                                  bool ever)
{
    std::set<std::string> found;
    for (const rule_version& each : decided) {
        const bool holds = ever || each.since > since ||
                           in_force(decided, each.kind, each.name, since) == &each;
        if (holds && shifts_named_by(each).contains(std::string(shift)))
            found.insert(std::string(model::name_of(each.kind)) + " " + each.name);
    }
    return {found.begin(), found.end()};
}

base::result<void> may_end_shift(store::transaction& in, const rule_versions& decided,
                                 const rule_version& what)
{
    // Without any version left nothing could tell what the shift was.
    const bool is_last = std::none_of(decided.begin(), decided.end(), [&](const rule_version& each) {
        return each.kind == what.kind && each.name == what.name && each.words && each.since < what.since;
    });
    std::vector<std::string> users = users_of(decided, what.name, what.since, is_last);
    const bool is_set = is_last ? sa::was_overridden(in.sql, what.organization, what.name)
                                : sa::is_overridden(in.sql, what.organization, what.name, what.since);
    if (is_set)
        users.emplace_back("days that were set for people");
    if (users.empty())
        return {};
    std::string named = users.front();
    for (std::size_t i = 1; i < users.size(); ++i)
        named += ", " + users[i];
    return base::error{base::errc::conflict, "the shift is named by " + named};
}

rule_version keep(store::transaction& in, rule_versions& decided, rule_version what, std::string_view action,
                  const author& by)
{
    const rule_version* const before = in_force(decided, what.kind, what.name, what.since);
    const std::string was = before ? joined(before->words) : "";
    what.decided_at = by.now;
    what.actor = by.actor;
    what.number = sa::insert_rule(in, what);
    write_down(in, by, what.organization, action, what.number,
               difference{}
                   .show("kind", "", model::name_of(what.kind))
                   .show("name", "", what.name)
                   .show("since", "", model::date_text(what.since))
                   .show("rules", was, joined(what.words)));
    std::erase_if(decided, [&](const rule_version& each) {
        return each.kind == what.kind && each.name == what.name && each.since == what.since;
    });
    decided.push_back(what);
    touch_rule(in, decided, what, today_in(in.index, what.organization, by.now));
    return what;
}

}  // namespace

civil_day today_in(const store::index& index, model::organization_id home, base::instant now)
{
    return std::chrono::floor<days>(index.organization(home)->zone->to_civil(now));
}

void touch_rule(store::transaction& in, const rule_versions& decided, const rule_version& what,
                civil_day today)
{
    const sa::touched_span span = days_of(decided, what, today);
    switch (what.kind) {
    case rule_kind::group:
    case rule_kind::rotation: sa::touch_assigned(in, what.organization, what.kind, what.name, span); break;
    case rule_kind::shift: {
        std::set<std::pair<rule_kind, std::string>> users;
        for (const rule_version& each : decided)
            if (shifts_named_by(each).contains(what.name))
                users.emplace(each.kind, each.name);
        for (const auto& [kind, name] : users)
            sa::touch_assigned(in, what.organization, kind, name, span);
        sa::touch_overridden(in, what.organization, what.name, span);
        break;
    }
    case rule_kind::holidays:
    case rule_kind::calendar: sa::touch_all_assigned(in, what.organization, span); break;
    case rule_kind::chain:
    case rule_kind::leave: break;  // no day is judged by them
    }
}

base::result<decided_rule> decide_rule(store::transaction& in, rule_version what, const author& by)
{
    rule_versions decided = sa::rules_of(in.sql, what.organization);
    rule_findings found = check_rule(decided, what);
    if (!found.faults.empty())
        return base::error{base::errc::malformed_input, "Some of the rules cannot be saved; see errors.",
                           std::move(found.faults)};
    const auto same = std::find_if(decided.begin(), decided.end(), [&](const rule_version& each) {
        return each.kind == what.kind && each.name == what.name && each.since == what.since &&
               each.words == what.words;
    });
    if (same != decided.end())
        return decided_rule{*same, std::move(found.warnings)};
    return decided_rule{keep(in, decided, std::move(what), "attendance_rule.decide", by),
                        std::move(found.warnings)};
}

base::result<rule_version> end_rule(store::transaction& in, rule_version what, const author& by)
{
    rule_versions decided = sa::rules_of(in.sql, what.organization);
    const rule_version* const now = in_force(decided, what.kind, what.name, what.since);
    if (!now || !now->words)
        return base::error{base::errc::not_found};
    if (what.kind == rule_kind::shift)
        if (auto may = may_end_shift(in, decided, what); !may)
            return may.error();
    what.words.reset();
    return keep(in, decided, std::move(what), "attendance_rule.end", by);
}

}  // namespace gatehouse::ops::attendance
