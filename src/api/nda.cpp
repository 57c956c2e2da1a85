#include "api/nda.hpp"

#include "api/operation.hpp"
#include "ops/visits.hpp"
#include "store/visitor_site.hpp"

namespace gatehouse::api {

struct nda_input {
    std::string text;
};

struct nda_item {
    std::optional<model::nda_id> id;
    std::string text;
    std::optional<base::instant> created_at;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::nda_input> =
    std::tuple{field{"text",
                     &api::nda_input::text,
                     presence::required,
                     "What guests agree to; empty: nothing is asked of them.",
                     "来访须知",
                     {0, 20'000, text_form::free}}};

template <>
inline constexpr auto fields_of<api::nda_item> = std::tuple{
    field{"id", &api::nda_item::id, presence::required, "Which visits name; null: there was none.", "1"},
    field{"text", &api::nda_item::text, presence::required, "Empty: nothing is asked.", "来访须知"},
    field{"created_at", &api::nda_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

nda_item item_of(const model::nda& from)
{
    return {from.id, from.text, from.created_at};
}

base::result<nda_item> read_nda(const reading& in, const call<nothing, nothing>& asked)
{
    const auto holds = store::current_nda(in.sql, asked.id<model::organization_id>(0));
    return holds ? item_of(*holds) : nda_item{};
}

base::result<nda_item> put_nda(store::transaction& in, const call<nothing, nda_input>& asked)
{
    return item_of(ops::put_nda(in, asked.id<model::organization_id>(0), asked.body.text, asked.by.author()));
}

}  // namespace

std::span<const endpoint::route> nda_routes()
{
    static constexpr std::array table{
        read<read_nda>("read_nda", "/api/v1/organizations/{organization}/nda", endpoint::right::see,
                       "What guests agree to when they sign in."),
        write<put_nda>("put_nda", net::verb::put, "/api/v1/organizations/{organization}/nda",
                       endpoint::right::manage,
                       "Sets it: who signs in from now on names its id, and is not let in otherwise."),
    };
    return table;
}

}  // namespace gatehouse::api
