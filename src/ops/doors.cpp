#include "ops/doors.hpp"

#include "ops/difference.hpp"
#include "store/changes.hpp"

namespace gatehouse::ops {
namespace {

void write_down(store::transaction& in, const author& by, const model::door& what, std::string_view action,
                const difference& changed = {})
{
    store::record(
        in, {what.organization, by.actor, std::string(action), "door", what.id.value, changed.detail(), {}},
        by.now);
}

bool is_taken(const store::index& in, model::organization_id home, std::string_view name, model::door_id but)
{
    const model::door* const holder = store::find_door(*in.organization(home), name);
    return holder && holder->id != but;
}

}  // namespace

base::result<model::door> create_door(store::transaction& in, model::organization_id home,
                                      std::string_view name, const author& by)
{
    if (is_taken(in.index, home, name, {}))
        return base::error{base::errc::door_exists};
    const model::door made = store::insert_door(in, {{}, home, std::string(name), false, by.now});
    write_down(in, by, made, "door.create");
    return made;
}

base::result<model::door> rename_door(store::transaction& in, const model::door& before,
                                      std::string_view name, const author& by)
{
    if (is_taken(in.index, before.organization, name, before.id))
        return base::error{base::errc::door_exists};
    model::door after = before;
    after.name = name;
    if (after.name != before.name) {
        store::update_door(in, after);
        write_down(in, by, after, "door.update", difference().compare("name", before.name, after.name));
    }
    return after;
}

void delete_door(store::transaction& in, const model::door& before, const author& by)
{
    model::door after = before;
    after.deleted = true;
    store::update_door(in, after);
    write_down(in, by, after, "door.delete");
}

}  // namespace gatehouse::ops
