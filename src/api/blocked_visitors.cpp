#include "api/blocked_visitors.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "model/phone.hpp"
#include "ops/visits.hpp"
#include "store/visitor_site.hpp"

namespace gatehouse::api {

struct blocked_visitor_input {
    std::optional<std::string> name;
    std::optional<std::string> phone;
    std::optional<std::vector<std::string>> aliases;
    std::optional<std::string> reason;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<model::blocked_visitor> = [] {
    using m = model::blocked_visitor;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Where they shall not come in.", "1"},
        field{"name", &m::name, presence::required, "Stops everybody of this name.", "赵六"},
        field{"phone", &m::phone, presence::required, "Stops everybody with this phone.", "13811111111"},
        field{"aliases", &m::aliases, presence::required, "Other names."},
        field{"reason", &m::reason, presence::required, "For those who read the list."},
        field{"created_at", &m::created_at, presence::required, "RFC 3339, UTC.", "2026-05-28T08:00:00Z"}};
}();

template <>
inline constexpr auto fields_of<api::blocked_visitor_input> = [] {
    using m = api::blocked_visitor_input;
    return std::tuple{
        field{"name",
              &m::name,
              presence::optional,
              "Stops everybody of this name; one of name, phone and aliases is needed.",
              "赵六",
              {1, 64}},
        field{"phone",
              &m::phone,
              presence::optional,
              "Stops everybody with this phone.",
              "13811111111",
              {1, 32}},
        field{"aliases", &m::aliases, presence::optional, "Other names.", {}, {0, 20}},
        field{"reason", &m::reason, presence::optional, "For those who read the list.", {}, {0, 200}}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<page<model::blocked_visitor>> list_blocked(const reading& in,
                                                        const call<page_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    return page_behind(asked.query, [&](std::int64_t after, std::int64_t most) {
        return store::blocked_after(in.sql, home, after, most);
    });
}

base::result<model::blocked_visitor> block(store::transaction& in,
                                           const call<nothing, blocked_visitor_input>& asked)
{
    const blocked_visitor_input& given = asked.body;
    model::blocked_visitor what;
    what.organization = asked.id<model::organization_id>(0);
    what.name = given.name;
    if (given.phone)
        what.phone = model::normalise_phone(*given.phone);
    what.aliases = given.aliases.value_or(std::vector<std::string>{});
    what.reason = given.reason.value_or("");
    return ops::block_visitor(in, what, asked.by.author());
}

base::result<nothing> unblock(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = visible(asked.by, store::find_blocked(in.sql, asked.id<model::blocked_visitor_id>(0)));
    if (!found)
        return found.error();
    ops::unblock_visitor(in, *found, asked.by.author());
    return nothing{};
}

}  // namespace

std::span<const endpoint::route> blocked_visitor_routes()
{
    static constexpr std::array table{
        read<list_blocked>("list_blocked_visitors", "/api/v1/organizations/{organization}/blocked_visitors",
                           endpoint::right::see, "Who shall not come in, oldest first."),
        write<block>("block_visitor", net::verb::post,
                     "/api/v1/organizations/{organization}/blocked_visitors", endpoint::right::manage,
                     "Stops somebody: their visits that are not over are refused, new ones are not taken.",
                     201),
        write<unblock>("unblock_visitor", net::verb::delete_, "/api/v1/blocked_visitors/{blocked_visitor}",
                       endpoint::right::manage, "Takes an entry away; what was refused stays so."),
    };
    return table;
}

}  // namespace gatehouse::api
