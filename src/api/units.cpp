#include "api/units.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/tap_time.hpp"
#include "ops/roster.hpp"

#include <algorithm>

namespace gatehouse::api {

struct unit_item {
    std::int64_t id = 0;
    std::int64_t organization_id = 0;
    std::optional<std::int64_t> parent_id;
    std::string kind;
    std::string name;
    std::string status;
    std::string created_at;
};

struct unit_input {
    std::string name;
    std::string kind = "class";
    std::optional<std::int64_t> parent_id;
};

struct unit_change {
    std::optional<std::string> name;
    std::optional<std::string> kind;
    std::optional<std::optional<std::int64_t>> parent_id;
    std::optional<std::string> status;
};

namespace {
constexpr std::array<std::string_view, 2> kinds{"class", "department"};
constexpr std::array<std::string_view, 3> statuses{"active", "archived", "deleted"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::unit_item> = std::tuple{
    field{"id", &api::unit_item::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &api::unit_item::organization_id, presence::required, "Whose it is.", "1"},
    field{"parent_id", &api::unit_item::parent_id, presence::required, "The unit above it.", "1"},
    field{"kind", &api::unit_item::kind, presence::required, "What it is.", "class", {.one_of = api::kinds}},
    field{"name", &api::unit_item::name, presence::required, "Its name.", "大一班"},
    field{"status",
          &api::unit_item::status,
          presence::required,
          "An archived one's cards no longer count.",
          "active",
          {.one_of = api::statuses}},
    field{"created_at",
          &api::unit_item::created_at,
          presence::required,
          "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z",
          {.form = text_form::moment}}};

template <>
inline constexpr auto fields_of<api::unit_input> = std::tuple{
    field{"name", &api::unit_input::name, presence::required, "Its name.", "大一班", {1, 64}},
    field{"kind",
          &api::unit_input::kind,
          presence::optional,
          "`class` when left out.",
          "class",
          {.one_of = api::kinds}},
    field{"parent_id", &api::unit_input::parent_id, presence::optional, "The unit above it.", {}, {1}}};

template <>
inline constexpr auto fields_of<api::unit_change> = std::tuple{
    field{"name", &api::unit_change::name, presence::optional, "Its new name.", "大一班", {1, 64}},
    field{
        "kind", &api::unit_change::kind, presence::optional, "What it is.", "class", {.one_of = api::kinds}},
    field{"parent_id",
          &api::unit_change::parent_id,
          presence::optional,
          "The unit above it; null puts it on top.",
          {},
          {1}},
    field{"status",
          &api::unit_change::status,
          presence::optional,
          "`archived`: its cards no longer count; `active` brings it back.",
          "active",
          {.one_of = api::statuses}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

unit_item item_of(const model::unit& from)
{
    return {from.id.value,
            from.organization.value,
            from.parent ? std::optional{from.parent->value} : std::nullopt,
            from.kind,
            from.name,
            std::string(name_of(from.status)),
            model::rfc3339(from.created_at)};
}

base::result<unit_item> answer_of(const base::result<model::unit>& outcome)
{
    if (!outcome)
        return outcome.error();
    return item_of(*outcome);
}

// Deleted ones are not found.
template <class Call>
base::result<model::unit> find_unit(store::connection& sql, const Call& asked)
{
    auto found = store::find_unit(sql, asked.template id<model::unit_id>(0));
    if (!found || !asked.by.sees(found->organization) || found->status == model::unit_status::deleted)
        return base::error{base::errc::not_found};
    return *found;
}

base::result<page<unit_item>> list_units(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<unit_item> found;
    for (const model::unit& each : in.index.organization(asked.id<model::organization_id>(0))->units)
        if (each.id.value > *after)
            found.push_back(item_of(each));
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return page_of(std::move(found), asked.query, [](const auto& last) { return last.id; });
}

base::result<unit_item> read_unit(const reading& in, const call<nothing, nothing>& asked)
{
    return answer_of(find_unit(in.sql, asked));
}

base::result<unit_item> create_unit(store::transaction& in, const call<nothing, unit_input>& asked)
{
    std::optional<model::unit_id> parent;
    if (asked.body.parent_id)
        parent = model::unit_id{*asked.body.parent_id};
    return answer_of(
        ops::create_unit(in, {asked.id<model::organization_id>(0), asked.body.kind, asked.body.name, parent},
                         {asked.by.actor, asked.by.now}));
}

base::result<unit_item> change_unit(store::transaction& in, const call<nothing, unit_change>& asked)
{
    const auto before = find_unit(in.sql, asked);
    if (!before)
        return before.error();
    ops::unit_patch how{asked.body.kind, asked.body.name, {}, {}};
    if (asked.body.parent_id)
        how.parent = *asked.body.parent_id ? std::optional{model::unit_id{**asked.body.parent_id}}
                                           : std::nullopt;
    if (asked.body.status)
        how.status = model::unit_status_from(*asked.body.status);
    return answer_of(ops::change_unit(in, *before, how, {asked.by.actor, asked.by.now}));
}

base::result<nothing> delete_unit(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto before = find_unit(in.sql, asked);
    if (!before)
        return before.error();
    ops::unit_patch how;
    how.status = model::unit_status::deleted;
    const auto done = ops::change_unit(in, *before, how, {asked.by.actor, asked.by.now});
    return done ? base::result<nothing>(nothing{}) : done.error();
}

constexpr std::array table{
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

}  // namespace

std::span<const endpoint::route> unit_routes()
{
    return table;
}

}  // namespace gatehouse::api
