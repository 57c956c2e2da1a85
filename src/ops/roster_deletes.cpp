#include "ops/roster_deletes.hpp"

#include "ops/former_people.hpp"
#include "ops/privacy.hpp"
#include "ops/roster_tasks.hpp"
#include "store/faces.hpp"
#include "store/organizations.hpp"

#include <limits>

namespace gatehouse::ops {
namespace {

using base::errc;
using store::external_kind;

// A school takes with it what is held there.
bool is_held(store::connection& sql, const roster_author& who, const store::roster_deed& what)
{
    constexpr std::int64_t whole = 100;
    const model::organization_id home = what.organization;
    const bool is_school = what.kind == external_kind::organization;
    const std::int64_t held = is_school ? store::held_weight(sql, who.client, home) : 0;
    const std::int64_t weight = what.weight + held;
    const store::roster_brake brake = store::brake_of(sql, home);
    const std::int64_t gone = store::deleted_since(sql, who.client, home, who.by.now - brake.window) + weight;
    if (gone <= brake.deletes)
        return false;
    const std::int64_t all = store::count_externals(sql, who.client, home) + gone - what.weight;
    return gone * whole > brake.share * all;
}

bool is_meant(store::connection& sql, const store::roster_deed& deed, external_kind kind, std::int64_t object)
{
    return !store::externals_of(sql, deed.client, kind, object).empty();
}

bool is_linked(store::connection& sql, const store::roster_deed& deed)
{
    const auto link = store::find_former(sql, {deed.client, deed.kind, deed.external},
                                         base::from_milliseconds(0));
    return link && link->linked;
}

void close_school(store::transaction& in, const store::roster_deed& deed, const author& by)
{
    if (is_linked(in.sql, deed) || is_meant(in.sql, deed, external_kind::organization, deed.object))
        return;
    model::organization after = in.index.organization(deed.organization)->what;
    after.status = model::organization_status::deleted;
    after.ended_at = by.now;
    store::update_organization(in, after);
}

void end_classes(store::transaction& in, const store::roster_deed& deed)
{
    std::vector<model::unit_id> units;
    for (const store::external_row& each :
         store::ended_by(in.sql, deed.id, 0, std::numeric_limits<std::int64_t>::max()))
        if (each.kind == external_kind::unit && !is_meant(in.sql, deed, each.kind, each.object))
            units.push_back({each.object});
    store::end_units(in, deed.organization, units);
}

// The school and its classes at once; its people follow.
void take_school(store::transaction& in, const store::roster_deed& deed, const author& by)
{
    store::end_externals_of_units(in, deed.client, deed.organization, deed.id, by.now);
    if (deed.state == store::deed_state::done) {
        end_classes(in, deed);
        close_school(in, deed, by);
    }
    store::put_task(in, {deed.id, deed.client, deed.organization, store::task_stage::ids,
                         store::newest_external(in.sql), 0});
}

// `what`: kind, object, external and organization of the delete.
removal remove(store::transaction& in, const roster_author& who, store::roster_deed what)
{
    what.action = store::deed_action::delete_;
    what.weight = 1;
    const model::organization_id home = what.organization;
    if (what.kind == external_kind::organization)
        what.weight = std::max<std::int64_t>(1, store::count_externals(in.sql, who.client, home));
    const bool held = is_held(in.sql, who, what);
    what.state = held ? store::deed_state::held : store::deed_state::done;
    what.client = who.client;
    what.id = note_deed(in, who, what, {});
    store::end_external(in, {who.client, what.kind, what.external}, what.id, who.by.now);
    if (what.kind == external_kind::organization)
        take_school(in, what, who.by);
    else if (!held)
        release(in, what, who.by);
    return {what.object, held, what.id};
}

}  // namespace

base::result<removal> remove_school(store::transaction& in, const roster_author& who, std::int64_t id)
{
    const std::string external = std::to_string(id);
    const auto known = store::find_external(in.sql, {who.client, external_kind::organization, external});
    const auto* const home = known ? in.index.organization({known->object}) : nullptr;
    if (!home || home->what.status != model::organization_status::open)
        return base::error{errc::organization_unknown};
    store::roster_deed what;
    what.organization = home->what.id;
    what.kind = external_kind::organization;
    what.object = known->object;
    what.external = external;
    return remove(in, who, what);
}

base::result<removal> remove_class(store::transaction& in, const roster_author& who, std::int64_t id)
{
    const std::string external = std::to_string(id);
    const auto known = store::find_external(in.sql, {who.client, external_kind::unit, external});
    const auto unit = known ? store::find_unit(in.sql, {known->object}) : std::nullopt;
    if (!unit || unit->status == model::unit_status::deleted ||
        in.index.organization(unit->organization)->what.status != model::organization_status::open)
        return base::error{errc::unit_unknown};
    store::roster_deed what;
    what.organization = unit->organization;
    what.kind = external_kind::unit;
    what.object = known->object;
    what.external = external;
    return remove(in, who, what);
}

base::result<removal> remove_member(store::transaction& in, const roster_author& who, std::int64_t id)
{
    const std::string external = std::to_string(id);
    const auto known = store::find_external(in.sql, {who.client, external_kind::person, external});
    const auto person = known ? store::find_person(in.sql, {known->object}) : std::nullopt;
    if (!person || is_going(in.sql, who.client, person->organization, *known) ||
        in.index.organization(person->organization)->what.status != model::organization_status::open)
        return base::error{errc::person_unknown};
    store::roster_deed what;
    what.organization = person->organization;
    what.kind = external_kind::person;
    what.object = known->object;
    what.external = external;
    return remove(in, who, what);
}

void release(store::transaction& in, const store::roster_deed& held, const author& by)
{
    if (held.state == store::deed_state::held)
        store::set_deed_state(in, held.id, store::deed_state::released);
    if (held.kind == external_kind::organization) {
        close_school(in, held, by);
        if (!store::find_task(in.sql, held.id))  // else the ids still end, and it sees that this was released
            store::put_task(in, {held.id, held.client, held.organization, store::task_stage::take, 0, 0});
        return;
    }
    if (is_meant(in.sql, held, held.kind, held.object))
        return;
    if (held.kind == external_kind::unit)
        return store::end_units(in, held.organization, std::vector{model::unit_id{held.object}});
    const auto person = store::find_person(in.sql, {held.object});
    if (!person)
        return;
    clear_former(in, *person, by);
    store::end_person(in, *person, by.now);
}

void drop(store::transaction& in, const store::roster_deed& held, const author& by)
{
    store::set_deed_state(in, held.id, store::deed_state::dropped);
    store::roster_deed dropped = held;
    dropped.state = store::deed_state::dropped;
    if (held.kind == external_kind::organization)
        store::put_task(in, {held.id, held.client, held.organization, store::task_stage::restore, 0, 0});
    else
        for (const store::external_row& each : store::ended_by(in.sql, held.id, 0, 1))
            bring_back(in, dropped, each, by);
    const std::string kind(model::name_of(held.kind));
    write_down(in, by, held.organization, kind + ".keep", held.object);
}

bool drop_old_held(store::transaction& in, std::int64_t most, base::instant now)
{
    const auto which = store::held_before(in.sql, now - model::remembered_for, most);
    for (const store::roster_deed& each : which)
        drop(in, each, {"server", now});
    return static_cast<std::int64_t>(which.size()) == most;
}

bool is_going(store::connection& sql, model::client_id client, model::organization_id home,
              const store::external_object& known)
{
    return store::ends_soon(sql, client, home, known.row).has_value();
}

bool clear_ended_people(store::transaction& in, std::int64_t most, base::instant now)
{
    const author by{"server", now};
    const auto which = store::people_to_clear(in.sql, most);
    for (const model::person& each : which) {
        clear_former(in, each, by);
        store::mark_cleared(in, each.id);
    }
    return static_cast<std::int64_t>(which.size()) == most;
}

bool forget_people(store::transaction& in, std::int64_t most, base::instant now,
                   std::vector<store::destroyed_key>& destroyed)
{
    const auto which = store::people_to_forget(in.sql, now - model::remembered_for, most);
    for (const model::person& each : which)
        if (const auto key = erase_person(in, each, {"server", now}))
            destroyed.push_back(*key);
    return static_cast<std::int64_t>(which.size()) == most;
}

}  // namespace gatehouse::ops
