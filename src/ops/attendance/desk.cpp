#include "ops/attendance/desk.hpp"

#include "ops/attendance/rule_deeds.hpp"
#include "ops/roster.hpp"
#include "store/attendance/approvers.hpp"
#include "store/people.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::person_id;

void put_all(const std::vector<person_id>& from, std::set<person_id>& into)
{
    into.insert(from.begin(), from.end());
}

// Of whoever leads a unit the lead is found above it.
std::vector<std::vector<person_id>> leads_above(store::connection& sql, const store::index& index,
                                                const model::person& who)
{
    std::vector<std::vector<person_id>> found;
    for (const model::unit_id unit : units_above(index, who)) {
        auto leads = sa::leads_of(sql, unit);
        if (!leads.empty() && std::find(leads.begin(), leads.end(), who.id) == leads.end())
            found.push_back(std::move(leads));
    }
    return found;
}

std::set<person_id> named_in(const rules::approval& way, const rules::staff& people,
                             const std::vector<person_id>& more)
{
    std::set<person_id> all(more.begin(), more.end());
    for (const rules::chain_level& each : way.by.levels)
        put_all(each.people, all);
    for (const rules::approval_level& level : way.levels)
        for (const rules::approval_step& step : level.steps)
            all.insert(step.approver);
    for (const auto& each : people.leads)
        put_all(each, all);
    for (const auto& [unit, heads] : people.heads)
        put_all(heads, all);
    for (const auto& [role, those] : people.roles)
        put_all(those, all);
    put_all(people.administrators, all);
    return all;
}

}  // namespace

std::vector<model::unit_id> units_above(const store::index& index, const model::person& who)
{
    std::vector<model::unit_id> found;
    const auto* const home = index.organization(who.organization);
    auto next = who.unit;
    while (home && next && std::find(found.begin(), found.end(), *next) == found.end()) {
        found.push_back(*next);
        const model::unit* const unit = store::find_unit(*home, *next);
        next = unit ? unit->parent : std::nullopt;
    }
    return found;
}

desk::desk(store::connection& sql, const store::index& index, const sa::kept_request& about,
           const std::vector<person_id>& more, base::instant now)
    : today_(today_in(index, about.organization, now)),
      now_(now)
{
    const rules::approval& way = about.way;
    if (const auto who = store::find_person(sql, way.person))
        people_.leads = leads_above(sql, index, *who);
    for (const rules::chain_level& each : way.by.levels)
        if (each.way == rules::approver_way::head)
            people_.heads[each.unit] = sa::leads_of(sql, each.unit);
    for (auto& each : sa::roles_of(sql, about.organization))
        people_.roles[each.role] = std::move(each.people);
    people_.administrators = people_.roles[std::string(sa::administrator_role)];
    if (const auto* const home = index.organization(about.organization))
        if (const auto stands_for_it = administrator_of(sql, home->what))
            people_.administrators.push_back(stands_for_it->id);
    for (const person_id each : named_in(way, people_, more)) {
        const auto found = store::find_person(sql, each);
        if (!found || found->organization != about.organization)
            people_.gone.insert(each);
    }
    for (const person_id each : more)
        for (const auto& deputy : sa::deputies_by(sql, each))
            deputies_.push_back(deputy.what);
}

std::vector<sa::kept_request> waiting_for(store::connection& sql, const store::keyring& keys,
                                          const model::person& who, model::civil_day today,
                                          std::int64_t after, std::int64_t most)
{
    auto found = sa::requests_for(sql, keys, who.id, after, most);
    for (const auto& deputy : sa::deputies_by(sql, who.id)) {
        const rules::deputy& acts = deputy.what;
        if (today < acts.from || (acts.until && *acts.until < today))
            continue;
        for (auto& each : sa::requests_for(sql, keys, acts.principal, after, most))
            if ((!acts.kind || *acts.kind == each.way.kind) && !rules::is_own(each.way, who.id))
                found.push_back(std::move(each));
    }
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    found.erase(
        std::unique(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id == b.id; }),
        found.end());
    if (static_cast<std::int64_t>(found.size()) > most)
        found.resize(static_cast<std::size_t>(most));
    return found;
}

}  // namespace gatehouse::ops::attendance
