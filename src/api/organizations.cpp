#include "api/organizations.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/roster.hpp"

#include <algorithm>

namespace gatehouse::api {

struct organization_input {
    std::string kind;
    std::string name;
    std::string time_zone = "Asia/Shanghai";
};

namespace {
constexpr std::array<std::string_view, 4> kinds{"kindergarten", "school", "community", "company"};
}  // namespace

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::organization> =
    std::tuple{field{"id", &model::organization::id, presence::required, "Identifies it.", "1"},
               field{"kind",
                     &model::organization::kind,
                     presence::required,
                     "What it is.",
                     "kindergarten",
                     {.one_of = api::kinds}},
               field{"name", &model::organization::name, presence::required, "Its name.", "贝聊幼儿园"},
               field{"time_zone", &model::organization::time_zone, presence::required,
                     "Its time zone, a name of the IANA database.", "Asia/Shanghai"},
               field{"status", &model::organization::status, presence::required,
                     "A closed one takes no bindings, and its taps do not count; a deleted one is gone for "
                     "everybody else.",
                     "open"},
               field{"ended_at", &model::organization::ended_at, presence::required,
                     "When the client that registered it ended it: for 30 days `open` brings it back.",
                     "2026-05-28T08:00:00Z"},
               field{"administrator_id", &model::organization::administrator, presence::required,
                     "Who of its people stands for it: apps are told, and what its machines report comes "
                     "into their inbox.",
                     "1"},
               field{"created_at", &model::organization::created_at, presence::required, "RFC 3339, UTC.",
                     "2026-05-28T08:00:00Z"}};

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
inline constexpr auto fields_of<ops::organization_patch> = std::tuple{
    field{"name", &ops::organization_patch::name, presence::optional, "Its new name.", "贝聊幼儿园", {1, 64}},
    field{"time_zone",
          &ops::organization_patch::time_zone,
          presence::optional,
          "Its new time zone.",
          "Asia/Shanghai",
          {1, 64}},
    field{"status", &ops::organization_patch::status, presence::optional,
          "`deleted` hides it, `open` brings it back.", "open"},
    field{"administrator_id", &ops::organization_patch::administrator, presence::optional,
          "Who of its people stands for it; null: nobody.", "1"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::organization>> list_organizations(const reading& in,
                                                           const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<model::organization> found;
    in.index.organizations.each([&](const model::organization_id& id, const auto& entry) {
        if (id.value > *after && asked.by.sees(id))
            found.push_back(entry->what);
    });
    std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    return page_of(std::move(found), asked.query);
}

base::result<model::organization> read_organization(const reading& in, const call<nothing, nothing>& asked)
{
    const auto* const found = in.index.organization(asked.id<model::organization_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    return found->what;
}

base::result<model::organization> create_organization(store::transaction& in,
                                                      const call<nothing, organization_input>& asked)
{
    return ops::create_organization(in, {asked.body.kind, asked.body.name, asked.body.time_zone},
                                    asked.by.author());
}

base::result<model::organization> change_organization(store::transaction& in,
                                                      const call<nothing, ops::organization_patch>& asked)
{
    return ops::change_organization(in, asked.id<model::organization_id>(0), asked.body, asked.by.author());
}

}  // namespace

std::span<const endpoint::route> organization_routes()
{
    static constexpr std::array table{
        read<list_organizations>("list_organizations", "/api/v1/organizations", endpoint::right::see,
                                 "The organizations that the caller sees, oldest first."),
        write<create_organization>("create_organization", net::verb::post, "/api/v1/organizations",
                                   endpoint::right::administer, "Makes an organization.", 201),
        read<read_organization>("read_organization", "/api/v1/organizations/{organization}",
                                endpoint::right::see, "One organization."),
        write<change_organization>("change_organization", net::verb::patch,
                                   "/api/v1/organizations/{organization}", endpoint::right::administer,
                                   "Changes what is given, and leaves the rest as it is."),
    };
    return table;
}

}  // namespace gatehouse::api
