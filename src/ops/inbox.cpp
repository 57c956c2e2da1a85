#include "ops/inbox.hpp"

#include "ops/users.hpp"
#include "store/people.hpp"
#include "store/provisioned_sections.hpp"

#include <charconv>
#include <set>

namespace gatehouse::ops {
namespace {

std::optional<model::unit_id> find_department(store::transaction& in, model::organization_id home,
                                              const std::string& name)
{
    const auto* const there = in.index.organization(home);
    std::int64_t number = 0;
    const char* const end = name.data() + name.size();
    const auto [stopped, error] = std::from_chars(name.data(), end, number);
    if (error == std::errc{} && stopped == end && there && store::find_unit(*there, {number}))
        return model::unit_id{number};
    const auto named = store::find_named(in, home, "unit", name);
    return named && there && store::find_unit(*there, {*named}) ? std::optional{model::unit_id{*named}}
                                                                : std::nullopt;
}

// Those that are named and are known, and what lies below them.
std::set<model::unit_id> departments(store::transaction& in, model::organization_id home,
                                     const std::vector<std::string>& names)
{
    std::set<model::unit_id> found;
    for (const std::string& each : names)
        if (const auto unit = find_department(in, home, each))
            found.insert(*unit);
    const auto* const there = in.index.organization(home);
    for (std::size_t before = 0; there && before != found.size();) {
        before = found.size();
        for (const model::unit& each : there->units)
            if (each.parent && found.contains(*each.parent))
                found.insert(each.id);
    }
    return found;
}

}  // namespace

posted post(store::transaction& in, const letter_to_people& what)
{
    const model::organization_id home = what.what.organization;
    if (what.what.task && store::find_todo(in.sql, home, *what.what.task))
        return {posting::task_taken};
    posted made;
    std::set<model::person_id> to;
    for (const std::string& each : what.users) {
        if (const auto who = find_user(in, home, each))
            to.insert(*who);
        else
            made.failed.push_back(each);
    }
    for (const model::unit_id unit : departments(in, home, what.units)) {
        const store::people_filter of{home, unit, {}, {}, {}, {}};
        for (const model::person& who : store::people_after(in.sql, of, 0, inbox_most::recipients + 1))
            to.insert(who.id);
        if (to.size() > inbox_most::recipients)
            break;
    }
    if (to.size() > inbox_most::recipients)
        made.outcome = posting::too_many;
    else if (to.empty())
        made.outcome = posting::nobody;
    if (made.outcome != posting::done)
        return made;
    const auto item = store::insert_inbox_item(in, what.what);
    for (const model::person_id each : to)
        store::put_in_inbox(in, item, each);
    return made;
}

bool state_todo(store::transaction& in, model::organization_id home, const std::string& task,
                model::app_id app, model::todo_state now_is, base::instant at)
{
    const auto known = store::find_todo(in.sql, home, task);
    if (!known || known->app != app)
        return false;
    if (at >= known->stated_at)
        store::state_todo(in, known->id, now_is, at);
    return true;
}

}  // namespace gatehouse::ops
