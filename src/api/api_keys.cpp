#include "api/api_keys.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/api_keys.hpp"

namespace gatehouse::api {

struct api_key_item {
    model::api_key_id id;
    std::string name;
    store::api_scope scope{};
    std::optional<model::organization_id> organization;
    base::instant created_at;
};

struct made_api_key : api_key_item {
    std::string key;
};

struct api_key_input {
    std::string name;
    store::api_scope scope{};
    std::optional<model::organization_id> organization;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::api_key_item> = std::tuple{
    field{"id", &api::api_key_item::id, presence::required, "Identifies it.", "1"},
    field{"name", &api::api_key_item::name, presence::required, "As the audit trail names it.", "门口屏"},
    field{"scope", &api::api_key_item::scope, presence::required, "What it may do.", "read"},
    field{"organization_id", &api::api_key_item::organization, presence::required,
          "The one organization that it is for; null: all.", "1"},
    field{"created_at", &api::api_key_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::made_api_key> = std::tuple_cat(
    fields_of<api::api_key_item>,
    std::tuple{field{"key", &api::made_api_key::key, presence::required, "The key, shown this once.",
                     "Vh7nJ0n0cDq7C3mXyO2bZf8kQ1sT5uLw9aEeRrGgHhI"}});

template <>
inline constexpr auto fields_of<api::api_key_input> = std::tuple{
    field{"name", &api::api_key_input::name, presence::required, "Unique in the server.", "门口屏", {1, 64}},
    field{"scope", &api::api_key_input::scope, presence::required, "What it may do.", "read"},
    field{"organization_id", &api::api_key_input::organization, presence::optional,
          "Needed for site, kiosk and gate; never for admin."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

api_key_item item_of(const store::api_key_row& from)
{
    return {from.id, from.name, from.scope,
            from.organization ? std::optional{from.organization} : std::nullopt, from.created_at};
}

base::result<page<api_key_item>> list_api_keys(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&in](std::int64_t after, std::int64_t most) { return store::api_keys_after(in.sql, after, most); },
        item_of);
}

base::result<made_api_key> create_api_key(store::transaction& in, const call<nothing, api_key_input>& asked)
{
    const std::string key = ops::random_key();
    const auto made = ops::create_api_key(in,
                                          {asked.body.name, base::secret(key), asked.body.scope,
                                           asked.body.organization.value_or(model::organization_id{})},
                                          asked.by.author());
    if (!made)
        return made.error();
    return made_api_key{item_of(*made), key};
}

base::result<nothing> delete_api_key(store::transaction& in, const call<nothing, nothing>& asked)
{
    return silent(ops::delete_api_key(in, asked.id<model::api_key_id>(0), asked.by.author()));
}

constexpr endpoint::needs administer = endpoint::right::administer;

}  // namespace

std::span<const endpoint::route> api_key_routes()
{
    static constexpr std::array table{
        read<list_api_keys>("list_api_keys", "/api/v1/api_keys", administer,
                            "The API keys, oldest first, without the keys themselves."),
        write<create_api_key>("create_api_key", net::verb::post, "/api/v1/api_keys", administer,
                              "Makes an API key.", 201),
        write<delete_api_key>("delete_api_key", net::verb::delete_, "/api/v1/api_keys/{api_key}", administer,
                              "Deletes an API key; the next request with it is refused."),
    };
    return table;
}

}  // namespace gatehouse::api
