#include "ops/roster.hpp"

#include "model/time_zone.hpp"
#include "ops/places.hpp"
#include "store/people.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

// Whether another of the living organizations that the same client registered has the name.
bool name_is_taken(store::connection& sql, const model::organization& wanted)
{
    if (!wanted.registered_by || wanted.ended_at || wanted.status == model::organization_status::deleted)
        return false;
    const auto holder = store::find_registered(sql, *wanted.registered_by, wanted.name);
    return holder && *holder != wanted.id;
}

// Whether `parent` may stand above `unit`; a new unit has id 0.
bool may_stand_above(const store::organization_entry& home, model::unit_id parent, model::unit_id unit)
{
    for (std::optional<model::unit_id> up = parent; up;) {
        const model::unit* const at = store::find_unit(home, *up);
        if (!at || at->id == unit)
            return false;
        up = at->parent;
    }
    return true;
}

}  // namespace

std::optional<model::person> administrator_of(store::connection& sql, const model::organization& what)
{
    auto found = what.administrator ? store::find_person(sql, *what.administrator) : std::nullopt;
    return found && found->organization == what.id ? std::move(found) : std::nullopt;
}

base::result<model::organization> create_organization(store::transaction& in, const organization_draft& what,
                                                      const author& by)
{
    if (!model::time_zone::find(what.time_zone))
        return wrong("/time_zone", "is no name of the time zone database, such as Asia/Shanghai");
    model::organization made{{},    what.kind, what.name, what.time_zone, model::organization_status::open,
                             by.now};
    made.id = store::insert_organization(in, made);
    difference detail;
    detail.show("name", "", made.name);
    write_down(in, by, made.id, "organization.create", made.id.value, detail);
    return made;
}

base::result<model::organization> change_organization(store::transaction& in, model::organization_id id,
                                                      const organization_patch& how, const author& by)
{
    const store::organization_entry* const found = in.index.organization(id);
    if (!found)
        return base::error{errc::not_found};
    if (how.time_zone && !model::time_zone::find(*how.time_zone))
        return wrong("/time_zone", "is no name of the time zone database, such as Asia/Shanghai");
    const model::organization before = found->what;
    model::organization after = before;
    after.name = how.name.value_or(before.name);
    after.time_zone = how.time_zone.value_or(before.time_zone);
    after.status = how.status.value_or(before.status);
    after.administrator = how.administrator.value_or(before.administrator);
    if (how.administrator && after.administrator && !administrator_of(in.sql, after))
        return wrong("/administrator_id", "is nobody of this organization");
    if (after.status == model::organization_status::open && before.ended_at) {
        if (by.now - *before.ended_at >= model::ended_for_good)
            return base::error{errc::conflict, "its client ended it more than 30 days ago"};
        after.ended_at.reset();
    }
    if (name_is_taken(in.sql, after))
        return base::error{errc::organization_exists};
    difference changed;
    changed.show("name", before.name, after.name);
    changed.show("time_zone", before.time_zone, after.time_zone);
    changed.show("status", name_of(before.status), name_of(after.status));
    changed.show_id("administrator", before.administrator, after.administrator);
    if (changed.any()) {
        store::update_organization(in, after);
        write_down(in, by, id, "organization.update", id.value, changed);
    }
    return after;
}

base::result<model::unit> create_unit(store::transaction& in, const unit_draft& what, const author& by)
{
    const store::organization_entry* const home = in.index.organization(what.organization);
    if (!home)
        return base::error{errc::not_found};
    if (what.parent && !may_stand_above(*home, *what.parent, {}))
        return wrong("/parent_id", "is no unit of this organization");
    model::unit made{{},        what.organization,          what.parent, what.kind,
                     what.name, model::unit_status::active, by.now};
    made.id = store::insert_unit(in, made);
    difference detail;
    detail.show("name", "", made.name);
    write_down(in, by, made.organization, "unit.create", made.id.value, detail);
    return made;
}

base::result<model::unit> change_unit(store::transaction& in, const model::unit& before,
                                      const unit_patch& how, const author& by)
{
    model::unit after = before;
    after.kind = how.kind.value_or(before.kind);
    after.name = how.name.value_or(before.name);
    after.parent = how.parent.value_or(before.parent);
    after.status = how.status.value_or(before.status);
    if (how.parent && after.parent &&
        !may_stand_above(*in.index.organization(before.organization), *after.parent, before.id))
        return wrong("/parent_id", "is no unit of this organization, or lies below this one");
    difference changed;
    changed.show("kind", before.kind, after.kind);
    changed.show("name", before.name, after.name);
    changed.show_id("parent", before.parent, after.parent);
    changed.show("status", name_of(before.status), name_of(after.status));
    if (changed.any()) {
        store::update_unit(in, after);
        write_down(in, by, after.organization, "unit.update", after.id.value, changed);
    }
    return after;
}

}  // namespace gatehouse::ops
