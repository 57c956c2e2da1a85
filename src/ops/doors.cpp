#include "ops/doors.hpp"

namespace gatehouse::ops {
namespace {

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
    write_down(in, by, made.organization, "door.create", made.id.value);
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
        write_down(in, by, after.organization, "door.update", after.id.value,
                   difference().compare("name", before.name, after.name));
    }
    return after;
}

void delete_door(store::transaction& in, const model::door& before, const author& by)
{
    model::door after = before;
    after.deleted = true;
    store::update_door(in, after);
    write_down(in, by, after.organization, "door.delete", after.id.value);
}

}  // namespace gatehouse::ops
