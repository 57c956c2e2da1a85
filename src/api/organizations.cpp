#include "api/organizations.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/tap_time.hpp"
#include "ops/roster.hpp"

#include <algorithm>

namespace gatehouse::api {

struct organization_item {
    std::int64_t id = 0;
    std::string kind;
    std::string name;
    std::string time_zone;
    std::string status;
    std::string created_at;
};

struct organization_input {
    std::string kind;
    std::string name;
    std::string time_zone = "Asia/Shanghai";
};

struct organization_change {
    std::optional<std::string> name;
    std::optional<std::string> time_zone;
    std::optional<std::string> status;
};

namespace {
constexpr std::array<std::string_view, 4> kinds{"kindergarten", "school", "community", "company"};
constexpr std::array<std::string_view, 3> statuses{"open", "closed", "deleted"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::organization_item> =
    std::tuple{field{"id", &api::organization_item::id, presence::required, "Identifies it.", "1"},
               field{"kind",
                     &api::organization_item::kind,
                     presence::required,
                     "What it is.",
                     "kindergarten",
                     {.one_of = api::kinds}},
               field{"name", &api::organization_item::name, presence::required, "Its name.", "贝聊幼儿园"},
               field{"time_zone", &api::organization_item::time_zone, presence::required,
                     "Its time zone, a name of the IANA database.", "Asia/Shanghai"},
               field{"status",
                     &api::organization_item::status,
                     presence::required,
                     "A closed one takes no bindings, and its taps do not count; a deleted one is gone for "
                     "everybody else.",
                     "open",
                     {.one_of = api::statuses}},
               field{"created_at",
                     &api::organization_item::created_at,
                     presence::required,
                     "RFC 3339, UTC.",
                     "2026-05-28T08:00:00Z",
                     {.form = text_form::moment}}};

template <>
inline constexpr auto fields_of<api::organization_input> = std::tuple{
    field{"kind",
          &api::organization_input::kind,
          presence::required,
          "What it is.",
          "kindergarten",
          {.one_of = api::kinds}},
    field{"name", &api::organization_input::name, presence::required, "Its name.", "贝聊幼儿园", {1, 64}},
    field{"time_zone",
          &api::organization_input::time_zone,
          presence::optional,
          "Asia/Shanghai when left out.",
          "Asia/Shanghai",
          {1, 64}}};

template <>
inline constexpr auto fields_of<api::organization_change> = std::tuple{
    field{
        "name", &api::organization_change::name, presence::optional, "Its new name.", "贝聊幼儿园", {1, 64}},
    field{"time_zone",
          &api::organization_change::time_zone,
          presence::optional,
          "Its new time zone.",
          "Asia/Shanghai",
          {1, 64}},
    field{"status",
          &api::organization_change::status,
          presence::optional,
          "`deleted` hides it, `open` brings it back.",
          "open",
          {.one_of = api::statuses}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

organization_item item_of(const model::organization& from)
{
    return {from.id.value,
            from.kind,
            from.name,
            from.time_zone,
            std::string(name_of(from.status)),
            model::rfc3339(from.created_at)};
}

base::result<organization_item> answer_of(const base::result<model::organization>& outcome)
{
    if (!outcome)
        return outcome.error();
    return item_of(*outcome);
}

base::result<page<organization_item>> list_organizations(const reading& in,
                                                         const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<organization_item> found;
    in.index.organizations.each([&](const model::organization_id& id, const auto& entry) {
        if (id.value > *after && asked.by.sees(id))
            found.push_back(item_of(entry->what));
    });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return page_of(std::move(found), asked.query, [](const auto& last) { return last.id; });
}

base::result<organization_item> read_organization(const reading& in, const call<nothing, nothing>& asked)
{
    const auto* const found = in.index.organization(asked.id<model::organization_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    return item_of(found->what);
}

base::result<organization_item> create_organization(store::transaction& in,
                                                    const call<nothing, organization_input>& asked)
{
    return answer_of(ops::create_organization(in, {asked.body.kind, asked.body.name, asked.body.time_zone},
                                              {asked.by.actor, asked.by.now}));
}

base::result<organization_item> change_organization(store::transaction& in,
                                                    const call<nothing, organization_change>& asked)
{
    ops::organization_patch how{asked.body.name, asked.body.time_zone, {}};
    if (asked.body.status)
        how.status = model::organization_status_from(*asked.body.status);
    return answer_of(ops::change_organization(in, asked.id<model::organization_id>(0), how,
                                              {asked.by.actor, asked.by.now}));
}

constexpr std::array table{
    read<list_organizations>("list_organizations", "/api/v1/organizations", endpoint::right::see,
                             "The organizations that the caller sees, oldest first."),
    write<create_organization>("create_organization", net::verb::post, "/api/v1/organizations",
                               endpoint::right::administer, "Makes an organization.", 201),
    read<read_organization>("read_organization", "/api/v1/organizations/{organization}", endpoint::right::see,
                            "One organization."),
    write<change_organization>("change_organization", net::verb::patch,
                               "/api/v1/organizations/{organization}", endpoint::right::administer,
                               "Changes what is given, and leaves the rest as it is."),
};

}  // namespace

std::span<const endpoint::route> organization_routes()
{
    return table;
}

}  // namespace gatehouse::api
