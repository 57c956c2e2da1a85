#include "ops/attendance/people_deeds.hpp"

#include "model/civil_date.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/attendance/days.hpp"
#include "store/attendance/locks.hpp"

#include <algorithm>

namespace gatehouse::ops::attendance {
namespace {

namespace sa = store::attendance;
using model::civil_day;
using sa::rule_kind;
using std::chrono::days;

constexpr days reach{2};  // what a claim takes from its neighbours
constexpr civil_day earliest{std::chrono::year(1900) / 1 / 1};
constexpr civil_day latest{std::chrono::year(2199) / 12 / 31};

std::string text_of(const std::optional<civil_day>& date)
{
    return date ? model::date_text(*date) : "";
}

// Until tomorrow at most: later days are computed when they come.
void touch_from(store::transaction& in, model::organization_id home, model::person_id who, civil_day first,
                civil_day last, const author& by)
{
    first -= reach;
    last = std::min(last + reach, today_in(in.index, home, by.now) + days(1));
    if (first <= last)
        sa::touch(in, who, first, last);
}

base::error faulty(std::vector<base::fault> faults)
{
    return {base::errc::malformed_input, "Some of the input is wrong; see errors.", std::move(faults)};
}

// Nothing, or what is wrong with a shift's name for that date.
std::optional<std::string> missing_rule(store::transaction& in, model::organization_id home, rule_kind kind,
                                        const std::string& name, civil_day date)
{
    const auto decided = sa::rules_of(in.sql, home, kind);
    const sa::rule_version* const found = in_force(decided, kind, name, date);
    if (found && found->words)
        return std::nullopt;
    return "there is no " + std::string(model::name_of(kind)) + " \"" + name + "\" on " +
           model::date_text(date);
}

// What somebody's schedule is on those dates stands.
base::result<void> is_open(store::transaction& in, model::person_id who, civil_day first, civil_day last)
{
    for (const sa::locked_days& each : sa::locks_on(in.sql, who))
        if (each.first <= last && first <= each.last)
            return base::error{base::errc::conflict, "the days from " + model::date_text(each.first) +
                                                         " to " + model::date_text(each.last) +
                                                         " are locked"};
    return {};
}

// Nobody is in two groups on one date.
base::result<void> is_alone(store::transaction& in, const sa::assignment& what)
{
    if (what.kind != rule_kind::group)
        return {};
    for (const sa::assignment& each : sa::assignments_of(in.sql, what.person)) {
        const bool apart = each.until.value_or(latest) < what.since ||
                           what.until.value_or(latest) < each.since;
        if (each.id == what.id || each.kind != rule_kind::group || apart)
            continue;
        return base::error{base::errc::conflict, "the person is in group " + each.name + " from " +
                                                     model::date_text(each.since) + " until " +
                                                     (each.until ? model::date_text(*each.until)
                                                                 : "further "
                                                                   "notice")};
    }
    return {};
}

}  // namespace

base::result<sa::assignment> assign(store::transaction& in, sa::assignment what, const author& by)
{
    std::vector<base::fault> faults;
    if (auto missing = missing_rule(in, what.organization, what.kind, what.name, what.since))
        faults.push_back({"/rule", std::move(*missing)});
    if (what.until && *what.until < what.since)
        faults.push_back({"/until", "must not lie before since"});
    if (what.kind == rule_kind::group && what.phase != 0)
        faults.push_back({"/phase", "only a rotation has one"});
    if (!faults.empty())
        return faulty(std::move(faults));
    if (auto alone = is_alone(in, what); !alone)
        return alone.error();
    if (auto open = is_open(in, what.person, what.since, what.until.value_or(latest)); !open)
        return open.error();
    what.decided_at = by.now;
    what.actor = by.actor;
    what.id = sa::insert_assignment(in, what);
    write_down(in, by, what.organization, "attendance_assignment.create", what.id,
               difference{}
                   .show("kind", "", model::name_of(what.kind))
                   .show("rule", "", what.name)
                   .show("since", "", model::date_text(what.since))
                   .show("until", "", text_of(what.until)),
               what.person);
    touch_from(in, what.organization, what.person, what.since, what.until.value_or(latest), by);
    return what;
}

base::result<sa::assignment> change_assignment(store::transaction& in, const sa::assignment& before,
                                               std::optional<civil_day> until, const author& by)
{
    sa::assignment after = before;
    after.until = until;
    if (until && *until < before.since)
        return faulty({{"/until", "must not lie before since"}});
    if (before.until == until)
        return before;
    if (auto alone = is_alone(in, after); !alone)
        return alone.error();
    const civil_day was = before.until.value_or(latest);
    const civil_day is = until.value_or(latest);
    if (auto open = is_open(in, before.person, std::min(was, is) + days(1), std::max(was, is)); !open)
        return open.error();
    sa::end_assignment(in, before.id, until);
    write_down(in, by, before.organization, "attendance_assignment.change", before.id,
               difference{}.show("until", text_of(before.until), text_of(until)), before.person);
    touch_from(in, before.organization, before.person, std::min(was, is), std::max(was, is), by);
    return after;
}

base::result<void> cancel_assignment(store::transaction& in, const sa::assignment& what, const author& by)
{
    if (auto open = is_open(in, what.person, what.since, what.until.value_or(latest)); !open)
        return open.error();
    sa::end_assignment(in, what.id, what.since - days(1));
    write_down(in, by, what.organization, "attendance_assignment.cancel", what.id, {}, what.person);
    touch_from(in, what.organization, what.person, what.since, what.until.value_or(latest), by);
    return {};
}

base::result<sa::day_override> set_day(store::transaction& in, sa::day_override what, const author& by)
{
    std::vector<base::fault> faults;
    if (*what.plan != "rest")
        if (auto missing = missing_rule(in, what.organization, rule_kind::shift, *what.plan, what.day))
            faults.push_back({"/plan", std::move(*missing)});
    if (what.zone && !model::time_zone::find(*what.zone))
        faults.push_back({"/zone", "there is no such zone"});
    if (!faults.empty())
        return faulty(std::move(faults));
    const auto before = sa::overrides_of(in.sql, what.person, what.day, what.day);
    if (!before.empty() && before.front().plan == what.plan && before.front().zone == what.zone)
        return before.front();
    if (auto open = is_open(in, what.person, what.day, what.day); !open)
        return open.error();
    what.decided_at = by.now;
    what.actor = by.actor;
    what.number = sa::insert_override(in, what);
    write_down(
        in, by, what.organization, "attendance_override.set", what.number,
        difference{}
            .show("day", "", model::date_text(what.day))
            .show("plan", before.empty() ? "" : before.front().plan.value_or(""), *what.plan)
            .show("zone", before.empty() ? "" : before.front().zone.value_or(""), what.zone.value_or("")),
        what.person);
    touch_from(in, what.organization, what.person, what.day, what.day, by);
    return what;
}

base::result<void> lift_day(store::transaction& in, model::organization_id home, model::person_id who,
                            civil_day day, const author& by)
{
    const auto before = sa::overrides_of(in.sql, who, day, day);
    if (before.empty())
        return base::error{base::errc::not_found};
    if (auto open = is_open(in, who, day, day); !open)
        return open.error();
    const std::int64_t number = sa::insert_override(in, {0, home, who, day, {}, {}, by.now, by.actor});
    write_down(in, by, home, "attendance_override.lift", number,
               difference{}
                   .show("day", "", model::date_text(day))
                   .show("plan", before.front().plan.value_or(""), ""),
               who);
    touch_from(in, home, who, day, day, by);
    return {};
}

base::result<void> employ(store::transaction& in, const sa::employment& what, const author& by)
{
    std::vector<base::fault> faults;
    const auto in_order = [&](const std::optional<civil_day>& first, const std::optional<civil_day>& last,
                              const char* where, const char* why) {
        if (first && last && *last < *first)
            faults.push_back({where, why});
    };
    in_order(what.joined, what.left, "/left", "must not lie before joined");
    in_order(what.works_since, what.joined, "/works_since", "must not lie behind joined");
    in_order(what.spared_from, what.spared_until, "/spared_until", "must not lie before spared_from");
    if (what.spared_until && !what.spared_from)
        faults.push_back({"/spared_until", "needs spared_from"});
    if (!faults.empty())
        return faulty(std::move(faults));
    const sa::employment before = sa::find_employment(in.sql, what.person)
                                      .value_or(
                                          sa::employment{what.person, what.organization, {}, {}, {}, {}, {}});
    if (before == what)
        return {};
    sa::put_employment(in, what);
    write_down(in, by, what.organization, "attendance_employment.put", what.person.value,
               difference{}
                   .show("joined", text_of(before.joined), text_of(what.joined))
                   .show("left", text_of(before.left), text_of(what.left))
                   .show("works_since", text_of(before.works_since), text_of(what.works_since))
                   .show("spared_from", text_of(before.spared_from), text_of(what.spared_from))
                   .show("spared_until", text_of(before.spared_until), text_of(what.spared_until)),
               what.person);
    if (!sa::is_under_rules(in.sql, what.person))
        return {};
    civil_day first = latest;
    const auto changed = [&](const std::optional<civil_day>& was, const std::optional<civil_day>& is,
                             civil_day none) {
        if (was != is)
            first = std::min({first, was.value_or(none), is.value_or(none)});
    };
    changed(before.joined, what.joined, earliest);
    changed(before.left, what.left, latest);
    changed(before.spared_from, what.spared_from, latest);
    changed(before.spared_until, what.spared_until, latest);
    touch_from(in, what.organization, what.person, first, latest, by);
    return {};
}

}  // namespace gatehouse::ops::attendance
