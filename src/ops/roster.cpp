#include "ops/roster.hpp"

#include "base/json_writer.hpp"
#include "model/time_zone.hpp"
#include "store/changes.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

base::error wrong(std::string where, std::string why)
{
    return {errc::malformed_input, {}, {{std::move(where), std::move(why)}}};
}

// What changed, as {"name": [before, after]}.
class difference {
public:
    difference() { json_.open_object(); }

    void note(std::string_view name, std::string_view before, std::string_view after)
    {
        if (before == after)
            return;
        json_.name(name).open_array().text(before).text(after).close_array();
        any_ = true;
    }
    bool any() const { return any_; }
    std::string take()
    {
        json_.close_object();
        return std::move(text_);
    }

private:
    std::string text_;
    base::json_writer json_{text_};
    bool any_ = false;
};

void write_down(store::transaction& in, const author& by, model::organization_id home,
                std::string_view action, std::string_view kind, std::int64_t object, std::string detail)
{
    store::record(in, {home, by.actor, std::string(action), std::string(kind), object, std::move(detail)},
                  by.now);
}

std::string text_of(const std::optional<model::unit_id>& id)
{
    return id ? std::to_string(id->value) : std::string{};
}

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

base::result<model::organization> create_organization(store::transaction& in, const organization_draft& what,
                                                      const author& by)
{
    if (!model::time_zone::find(what.time_zone))
        return wrong("/time_zone", "is no name of the time zone database, such as Asia/Shanghai");
    model::organization made{{},    what.kind, what.name, what.time_zone, model::organization_status::open,
                             by.now};
    made.id = store::insert_organization(in, made);
    difference detail;
    detail.note("name", "", made.name);
    write_down(in, by, made.id, "organization.create", "organization", made.id.value, detail.take());
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
    if (after.status == model::organization_status::open && before.ended_at) {
        if (by.now - *before.ended_at >= model::ended_for_good)
            return base::error{errc::conflict, "its client ended it more than 30 days ago"};
        after.ended_at.reset();
    }
    if (name_is_taken(in.sql, after))
        return base::error{errc::organization_exists};
    difference changed;
    changed.note("name", before.name, after.name);
    changed.note("time_zone", before.time_zone, after.time_zone);
    changed.note("status", name_of(before.status), name_of(after.status));
    if (changed.any()) {
        store::update_organization(in, after);
        write_down(in, by, id, "organization.update", "organization", id.value, changed.take());
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
    detail.note("name", "", made.name);
    write_down(in, by, made.organization, "unit.create", "unit", made.id.value, detail.take());
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
    changed.note("kind", before.kind, after.kind);
    changed.note("name", before.name, after.name);
    changed.note("parent", text_of(before.parent), text_of(after.parent));
    changed.note("status", name_of(before.status), name_of(after.status));
    if (changed.any()) {
        store::update_unit(in, after);
        write_down(in, by, after.organization, "unit.update", "unit", after.id.value, changed.take());
    }
    return after;
}

}  // namespace gatehouse::ops
