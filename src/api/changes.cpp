#include "api/changes.hpp"

namespace gatehouse::api {

struct change_query : page_query {
    std::optional<model::organization_id> organization;
    std::optional<std::string> actor;
    std::optional<std::string> action;
    std::optional<std::string> object_kind;
    std::optional<std::int64_t> object;
    std::optional<base::instant> from;
    std::optional<base::instant> until;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::change_query> = std::tuple_cat(
    fields_of<api::page_query>, std::tuple{field{"organization_id", &api::change_query::organization,
                                                 presence::optional, "Of this organization only.", "1"},
                                           field{"actor",
                                                 &api::change_query::actor,
                                                 presence::optional,
                                                 "By this actor only.",
                                                 "login admin",
                                                 {1, 128}},
                                           field{"action",
                                                 &api::change_query::action,
                                                 presence::optional,
                                                 "This action only.",
                                                 "credential.update",
                                                 {1, 64}},
                                           field{"object_kind",
                                                 &api::change_query::object_kind,
                                                 presence::optional,
                                                 "To things of this kind only.",
                                                 "credential",
                                                 {1, 64}},
                                           field{"object_id",
                                                 &api::change_query::object,
                                                 presence::optional,
                                                 "To this one only; with object_kind.",
                                                 "7",
                                                 {1}},
                                           field{"from", &api::change_query::from, presence::optional,
                                                 "Not earlier. RFC 3339.", "2026-05-28T00:00:00Z"},
                                           field{"until", &api::change_query::until, presence::optional,
                                                 "Earlier than this. RFC 3339.", "2026-05-29T00:00:00Z"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

change_item item_of(const store::change_view& from)
{
    return {from.number, from.organization ? std::optional{from.organization} : std::nullopt,
            from.at,     from.actor,
            from.action, from.object_kind,
            from.object, from.detail ? std::optional{endpoint::json_text{*from.detail}} : std::nullopt};
}

base::result<page<change_item>> list_changes(const reading& in, const call<change_query, nothing>& asked)
{
    const change_query& q = asked.query;
    const store::change_filter which{q.organization.value_or(asked.by.organization),
                                     q.actor.value_or(""),
                                     q.action.value_or(""),
                                     q.object_kind.value_or(""),
                                     q.object.value_or(0),
                                     q.from,
                                     q.until};
    if (!asked.by.sees(which.organization))
        return page<change_item>{};
    return changes_of(in, q, which);
}

}  // namespace

base::result<page<change_item>> changes_of(const reading& in, const page_query& asked,
                                           const store::change_filter& which)
{
    return page_behind(
        asked,
        [&](std::int64_t before, std::int64_t most) {
            return store::changes_before(in.sql, in.keys, which, before, most);
        },
        item_of);
}

std::span<const endpoint::route> change_routes()
{
    static constexpr std::array table{
        read<list_changes>("list_changes", "/api/v1/changes", endpoint::right::see,
                           "What people and programs did here, newest first."),
    };
    return table;
}

}  // namespace gatehouse::api
