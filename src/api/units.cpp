#include "api/units.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/roster.hpp"

#include <algorithm>

namespace gatehouse::api {

struct unit_input {
    std::string name;
    std::string kind = "class";
    std::optional<model::unit_id> parent;
};

namespace {
constexpr std::array<std::string_view, 2> kinds{"class", "department"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::unit> = std::tuple{
    field{"id", &model::unit::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &model::unit::organization, presence::required, "Whose it is.", "1"},
    field{"parent_id", &model::unit::parent, presence::required, "The unit above it.", "1"},
    field{"kind", &model::unit::kind, presence::required, "What it is.", "class", {.one_of = api::kinds}},
    field{"name", &model::unit::name, presence::required, "Its name.", "大一班"},
    field{"status", &model::unit::status, presence::required, "An archived one's cards no longer count.",
          "active"},
    field{"created_at", &model::unit::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::unit_input> =
    std::tuple{field{"name", &api::unit_input::name, presence::required, "Its name.", "大一班", {1, 64}},
               field{"kind",
                     &api::unit_input::kind,
                     presence::optional,
                     "`class` when left out.",
                     "class",
                     {.one_of = api::kinds}},
               field{"parent_id", &api::unit_input::parent, presence::optional, "The unit above it."}};

template <>
inline constexpr auto fields_of<ops::unit_patch> = std::tuple{
    field{"name", &ops::unit_patch::name, presence::optional, "Its new name.", "大一班", {1, 64}},
    field{"kind", &ops::unit_patch::kind, presence::optional, "What it is.", "class", {.one_of = api::kinds}},
    field{"parent_id", &ops::unit_patch::parent, presence::optional,
          "The unit above it; null puts it on top."},
    field{"status", &ops::unit_patch::status, presence::optional,
          "`archived`: its cards no longer count; `active` brings it back.", "active"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

// Deleted ones are not found.
template <class Call>
base::result<model::unit> find_unit(store::connection& sql, const Call& asked)
{
    auto found = store::find_unit(sql, asked.template id<model::unit_id>(0));
    if (found && found->status == model::unit_status::deleted)
        found.reset();
    return visible(asked.by, std::move(found));
}

base::result<page<model::unit>> list_units(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<model::unit> found;
    for (const model::unit& each : in.index.organization(asked.id<model::organization_id>(0))->units)
        if (each.id.value > *after)
            found.push_back(each);
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return page_of(std::move(found), asked.query);
}

base::result<model::unit> read_unit(const reading& in, const call<nothing, nothing>& asked)
{
    return find_unit(in.sql, asked);
}

base::result<model::unit> create_unit(store::transaction& in, const call<nothing, unit_input>& asked)
{
    return ops::create_unit(
        in, {asked.id<model::organization_id>(0), asked.body.kind, asked.body.name, asked.body.parent},
        asked.by.author());
}

base::result<model::unit> change_unit(store::transaction& in, const call<nothing, ops::unit_patch>& asked)
{
    const auto before = find_unit(in.sql, asked);
    if (!before)
        return before.error();
    return ops::change_unit(in, *before, asked.body, asked.by.author());
}

base::result<nothing> delete_unit(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto before = find_unit(in.sql, asked);
    if (!before)
        return before.error();
    ops::unit_patch how;
    how.status = model::unit_status::deleted;
    const auto done = ops::change_unit(in, *before, how, asked.by.author());
    return done ? base::result<nothing>(nothing{}) : done.error();
}

}  // namespace

std::span<const endpoint::route> unit_routes()
{
    static constexpr std::array table{
        read<list_units>("list_units", "/api/v1/organizations/{organization}/units", endpoint::right::see,
                         "The units of an organization, oldest first."),
        write<create_unit>("create_unit", net::verb::post, "/api/v1/organizations/{organization}/units",
                           endpoint::right::manage, "Makes a unit.", 201),
        read<read_unit>("read_unit", "/api/v1/units/{unit}", endpoint::right::see, "One unit."),
        write<change_unit>("change_unit", net::verb::patch, "/api/v1/units/{unit}", endpoint::right::manage,
                           "Changes what is given, and leaves the rest as it is."),
        write<delete_unit>("delete_unit", net::verb::delete_, "/api/v1/units/{unit}", endpoint::right::manage,
                           "Deletes a unit; its cards no longer count."),
    };
    return table;
}

}  // namespace gatehouse::api
