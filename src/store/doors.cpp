#include "store/doors.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_door", "INSERT INTO door (organization, name, status, created_at) "
                                          "VALUES (?1, ?2, 'active', ?3) RETURNING id"};
constexpr statement update{"update_door", "UPDATE door SET name = ?2, status = ?3 WHERE id = ?1"};
constexpr statement find{"find_door",
                         "SELECT id, organization, name, status, created_at FROM door WHERE id = ?1"};
constexpr statement all{"all_doors", "SELECT id, organization, name, status, created_at FROM door "
                                     "WHERE status = 'active' ORDER BY id"};

model::door door_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            std::string(at.text(2)),
            at.text(3) == "deleted",
            base::from_milliseconds(at.integer(4))};
}

// Changes the doors of an organization in the index.
void change_doors(index& in, model::organization_id of,
                  const std::function<void(std::vector<model::door>&)>& how)
{
    const organization_entry* const before = in.organization(of);
    GATEHOUSE_ASSERT(before != nullptr);
    organization_entry after = *before;
    how(after.doors);
    in.organizations.set(of, std::make_shared<const organization_entry>(std::move(after)));
}

}  // namespace

model::door insert_door(transaction& in, const model::door& what)
{
    model::door made = what;
    made.id = {in.sql
                   .first(insert,
                          {what.organization.value, std::string_view(what.name),
                           base::to_milliseconds(what.created_at)},
                          [](const row& at) { return at.integer(0); })
                   .value()};
    change_doors(in.index, what.organization, [&made](auto& doors) { doors.push_back(made); });
    return made;
}

void update_door(transaction& in, const model::door& what)
{
    in.sql.run(update, {what.id.value, std::string_view(what.name), what.deleted ? "deleted" : "active"});
    change_doors(in.index, what.organization, [&what](auto& doors) {
        std::erase_if(doors, [&what](const model::door& d) { return d.id == what.id; });
        if (what.deleted)
            return;
        const auto behind = std::find_if(doors.begin(), doors.end(),
                                         [&what](const model::door& d) { return d.id > what.id; });
        doors.insert(behind, what);
    });
}

std::optional<model::door> find_door(connection& sql, model::door_id id)
{
    return sql.first(find, {id.value}, door_from);
}

void each_door(connection& sql, const std::function<void(model::door)>& visit)
{
    sql.each(all, {}, [&visit](const row& at) { visit(door_from(at)); });
}

}  // namespace gatehouse::store
