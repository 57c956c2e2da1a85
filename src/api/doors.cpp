#include "api/doors.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/doors.hpp"

namespace gatehouse::api {

struct door_input {
    std::string name;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::door> =
    std::tuple{field{"id", &model::door::id, presence::required, "Identifies it.", "1"},
               field{"organization_id", &model::door::organization, presence::required, "Whose it is.", "1"},
               field{"name", &model::door::name, presence::required, "Its name.", "东门"},
               field{"created_at", &model::door::created_at, presence::required, "RFC 3339, UTC.",
                     "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::door_input> = std::tuple{field{
    "name", &api::door_input::name, presence::required, "Unique in the organization.", "东门", {1, 64}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

// Deleted ones are not found.
template <class Call>
base::result<model::door> find_door(store::connection& sql, const Call& asked)
{
    auto found = store::find_door(sql, asked.template id<model::door_id>(0));
    if (found && found->deleted)
        found.reset();
    return visible(asked.by, std::move(found));
}

base::result<page<model::door>> list_doors(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<model::door> found;
    for (const model::door& each : in.index.organization(asked.id<model::organization_id>(0))->doors)
        if (each.id.value > *after)
            found.push_back(each);
    return page_of(std::move(found), asked.query);
}

base::result<model::door> read_door(const reading& in, const call<nothing, nothing>& asked)
{
    return find_door(in.sql, asked);
}

base::result<model::door> create_door(store::transaction& in, const call<nothing, door_input>& asked)
{
    return ops::create_door(in, asked.id<model::organization_id>(0), asked.body.name, asked.by.author());
}

base::result<model::door> rename_door(store::transaction& in, const call<nothing, door_input>& asked)
{
    const auto before = find_door(in.sql, asked);
    if (!before)
        return before.error();
    return ops::rename_door(in, *before, asked.body.name, asked.by.author());
}

base::result<nothing> delete_door(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto before = find_door(in.sql, asked);
    if (!before)
        return before.error();
    ops::delete_door(in, *before, asked.by.author());
    return nothing{};
}

}  // namespace

std::span<const endpoint::route> door_routes()
{
    static constexpr std::array table{
        read<list_doors>("list_doors", "/api/v1/organizations/{organization}/doors", endpoint::right::see,
                         "The doors of an organization, oldest first."),
        write<create_door>("create_door", net::verb::post, "/api/v1/organizations/{organization}/doors",
                           endpoint::right::manage, "Makes a door.", 201),
        read<read_door>("read_door", "/api/v1/doors/{door}", endpoint::right::see, "One door."),
        write<rename_door>("rename_door", net::verb::patch, "/api/v1/doors/{door}", endpoint::right::manage,
                           "Gives a door another name."),
        write<delete_door>("delete_door", net::verb::delete_, "/api/v1/doors/{door}", endpoint::right::manage,
                           "Deletes a door: nobody passes through it any more, its records stay."),
    };
    return table;
}

}  // namespace gatehouse::api
