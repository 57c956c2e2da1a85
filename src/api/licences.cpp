#include "api/licences.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/client_registry.hpp"

namespace gatehouse::api {

struct licence_item {
    model::licence_id id;
    model::client_id client;
    std::string client_protocol;
    std::string client_name;
    model::organization_id organization;
    base::instant created_at;
};

struct made_licence : licence_item {
    std::optional<std::string> code;
};

struct licence_input {
    model::organization_id organization;
    std::optional<base::secret> code;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::licence_item> = std::tuple{
    field{"id", &api::licence_item::id, presence::required, "Identifies it.", "1"},
    field{"client_id", &api::licence_item::client, presence::required, "The client that it is for.", "1"},
    field{"client_protocol",
          &api::licence_item::client_protocol,
          presence::required,
          "The interface that the client speaks.",
          "beiliao",
          {.one_of = store::client_protocols}},
    field{"client_name", &api::licence_item::client_name, presence::required, "The client's name.", "读卡器"},
    field{"organization_id", &api::licence_item::organization, presence::required,
          "The organization that it opens.", "1"},
    field{"created_at", &api::licence_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::made_licence> =
    std::tuple_cat(fields_of<api::licence_item>,
                   std::tuple{field{"code", &api::made_licence::code, presence::required,
                                    "The code that was made, shown this once; null where it was given.",
                                    "4b77d8e78c6ef930130170c13ee7ffc3"}});

template <>
inline constexpr auto fields_of<api::licence_input> =
    std::tuple{field{"organization_id", &api::licence_input::organization, presence::required,
                     "The organization that it opens.", "1"},
               field{"code",
                     &api::licence_input::code,
                     presence::optional,
                     "Made when left out, with 128 random bits.",
                     {},
                     {1, 128}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

licence_item item_of(const store::licence_row& from)
{
    return {from.id, from.client, from.client_protocol, from.client_name, from.organization, from.created_at};
}

template <class Owner>
base::result<page<licence_item>> licences_of(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) {
            return store::licences_of(in.sql, asked.id<Owner>(0), after, most);
        },
        item_of);
}

base::result<page<licence_item>> list_of_organization(const reading& in,
                                                      const call<page_query, nothing>& asked)
{
    return licences_of<model::organization_id>(in, asked);
}

base::result<page<licence_item>> list_of_client(const reading& in, const call<page_query, nothing>& asked)
{
    if (!store::find_client(in.sql, asked.id<model::client_id>(0)))
        return base::error{base::errc::not_found};
    return licences_of<model::client_id>(in, asked);
}

base::result<made_licence> create_licence(store::transaction& in, const call<nothing, licence_input>& asked)
{
    const bool given = asked.body.code.has_value();
    const base::secret code = given ? *asked.body.code : base::secret(ops::random_name());
    const auto made = ops::create_licence(in, {asked.id<model::client_id>(0), asked.body.organization, code},
                                          asked.by.author());
    if (!made)
        return made.error();
    return made_licence{item_of(*made), given ? std::nullopt : std::optional{std::string(code.reveal())}};
}

base::result<nothing> delete_licence(store::transaction& in, const call<nothing, nothing>& asked)
{
    return silent(ops::end_licence(in, asked.id<model::licence_id>(0), asked.by.author()));
}

}  // namespace

std::span<const endpoint::route> licence_routes()
{
    static constexpr std::array table{
        read<list_of_organization>("list_licences", "/api/v1/organizations/{organization}/licences",
                                   endpoint::right::see,
                                   "Which clients an organization is open to, oldest first; no codes."),
        read<list_of_client>("list_licences_of_client", "/api/v1/clients/{client}/licences",
                             endpoint::right::administer,
                             "What is open to a client, oldest first; no codes."),
        write<create_licence>("create_licence", net::verb::post, "/api/v1/clients/{client}/licences",
                              endpoint::right::administer, "Opens an organization to a client.", 201),
        write<delete_licence>("delete_licence", net::verb::delete_, "/api/v1/licences/{licence}",
                              endpoint::right::administer, "Ends a licence at once."),
    };
    return table;
}

}  // namespace gatehouse::api
