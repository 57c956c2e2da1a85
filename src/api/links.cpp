#include "api/links.hpp"

#include "api/page.hpp"
#include "ops/links.hpp"

namespace gatehouse::api {

struct link_item {
    model::link_id id;
    model::client_id client;
    std::string kind = "school";
    std::string external;
    model::organization_id organization;
    bool linked = false;
};

struct link_input {
    model::client_id client;
    std::string kind;
    std::string id;
};

inline constexpr std::array<std::string_view, 1> link_kinds{"school"};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::link_item> = std::tuple{
    field{"link_id", &api::link_item::id, presence::required, "Identifies the link.", "1"},
    field{"client_id", &api::link_item::client, presence::required, "The platform.", "1"},
    field{"kind",
          &api::link_item::kind,
          presence::required,
          "What the id is of.",
          "school",
          {.one_of = api::link_kinds}},
    field{"id", &api::link_item::external, presence::required, "The platform's id.", "1"},
    field{"organization_id", &api::link_item::organization, presence::required, "What it means.", "1"},
    field{"linked", &api::link_item::linked, presence::required,
          "Whether the operator said so; else the platform made it.", "true"}};

template <>
inline constexpr auto fields_of<api::link_input> = std::tuple{
    field{"client_id", &api::link_input::client, presence::required, "The platform.", "1"},
    field{"kind",
          &api::link_input::kind,
          presence::required,
          "What the id is of.",
          "school",
          {.one_of = api::link_kinds}},
    field{"id", &api::link_input::id, presence::required, "The platform's id of it.", "1", {1, 20}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

link_item item_of(const store::link& from)
{
    return {from.id, from.client, "school", from.external, from.organization, from.linked};
}

base::result<page<link_item>> list_links(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) {
            return store::links_of(in.sql, asked.id<model::organization_id>(0), after, most);
        },
        item_of);
}

base::result<link_item> create_link(store::transaction& in, const call<nothing, link_input>& asked)
{
    const auto made = ops::create_link(in, asked.body.client, asked.body.id,
                                       asked.id<model::organization_id>(0), asked.by.author());
    if (!made)
        return made.error();
    return item_of(*made);
}

base::result<nothing> delete_link(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(asked.by, store::find_link(in.sql, asked.id<model::link_id>(0)));
    if (!found)
        return found.error();
    ops::end_link(in, *found, asked.by.author());
    return nothing{};
}

using endpoint::right;
constexpr std::string_view links = "/api/v1/organizations/{organization}/links";

}  // namespace

std::span<const endpoint::route> link_routes()
{
    static constexpr std::array table{
        read<list_links>("list_links", links, right::see, "By which ids platforms know an organization."),
        write<create_link>("create_link", net::verb::post, links, right::administer,
                           "A platform's school is this organization from now on.", 201),
        write<delete_link>("delete_link", net::verb::delete_, "/api/v1/links/{link}", right::administer,
                           "The platform's id means nothing any more; what it brought stays."),
    };
    return table;
}

}  // namespace gatehouse::api
