#include "api/clients.hpp"

#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/client_registry.hpp"

namespace gatehouse::api {

struct client_item {
    model::client_id id;
    std::string protocol;
    std::string identifier;
    std::string name;
    std::optional<model::card_format> card_format;
    base::instant created_at;
};

// `secret` where it was made here: this once.
struct made_client : client_item {
    std::optional<std::string> secret;
};

struct client_input {
    std::string protocol;
    std::optional<std::string> identifier;
    std::optional<base::secret> secret;
    std::string name;
    std::optional<model::card_format> card_format;
};

struct client_change {
    std::optional<std::string> name;
    std::optional<std::optional<model::card_format>> card_format;
};

struct secret_input {
    std::optional<base::secret> secret;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::client_item> = std::tuple{
    field{"id", &api::client_item::id, presence::required, "Identifies it.", "1"},
    field{"protocol",
          &api::client_item::protocol,
          presence::required,
          "The interface that it speaks.",
          "beiliao",
          {.one_of = store::client_protocols}},
    field{"identifier", &api::client_item::identifier, presence::required,
          "What it calls itself: the appid, the client id.", "08560e99366c6653e9a408f154da734c"},
    field{"name", &api::client_item::name, presence::required, "For people.", "东门读卡器"},
    field{"card_format", &api::client_item::card_format, presence::required,
          "How its readers write card numbers; null: digits are decimal, 0x… hex, all else text.", "decimal"},
    field{"created_at", &api::client_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::made_client> =
    std::tuple_cat(fields_of<api::client_item>,
                   std::tuple{field{"secret", &api::made_client::secret, presence::required,
                                    "The secret that was made, shown this once; null where it was given.",
                                    "c724f2d614aabc62376c94f67170c458"}});

template <>
inline constexpr auto fields_of<api::client_input> = std::tuple{
    field{"protocol",
          &api::client_input::protocol,
          presence::required,
          "The interface that it speaks.",
          "beiliao",
          {.one_of = store::client_protocols}},
    field{"identifier",
          &api::client_input::identifier,
          presence::optional,
          "Made when left out.",
          {},
          {1, 128}},
    field{"secret",
          &api::client_input::secret,
          presence::optional,
          "Made when left out, with 128 random bits.",
          {},
          {1, 128}},
    field{"name", &api::client_input::name, presence::optional, "For people.", "东门读卡器", {0, 64}},
    field{"card_format", &api::client_input::card_format, presence::optional,
          "How its readers write card numbers.", "decimal"}};

template <>
inline constexpr auto fields_of<api::client_change> = std::tuple{
    field{"name", &api::client_change::name, presence::optional, "Its new name.", "西门读卡器", {0, 64}},
    field{"card_format", &api::client_change::card_format, presence::optional,
          "How its readers write card numbers. What they showed is read again; 409 names the credentials "
          "where two "
          "would be one card or one no card, and nothing changes.",
          "hex"}};

template <>
inline constexpr auto fields_of<api::secret_input> = std::tuple{
    field{"secret", &api::secret_input::secret, presence::optional, "Made when left out.", {}, {1, 128}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

client_item item_of(const store::client_row& from)
{
    const bool set = from.card_format != model::card_format::unset;
    return {from.id,
            from.protocol,
            from.identifier,
            from.name,
            set ? std::optional{from.card_format} : std::nullopt,
            from.created_at};
}

base::result<page<client_item>> list_clients(const reading& in, const call<page_query, nothing>& asked)
{
    return page_behind(
        asked.query,
        [&in](std::int64_t after, std::int64_t most) { return store::clients_after(in.sql, after, most); },
        item_of);
}

base::result<client_item> read_client(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = store::find_client(in.sql, asked.id<model::client_id>(0));
    if (!found)
        return base::error{base::errc::not_found};
    return item_of(*found);
}

// Carries out `deed` with the secret that was given, or with one made here, which the answer then shows.
template <class Deed>
base::result<made_client> with_secret(const std::optional<base::secret>& given, Deed deed)
{
    const base::secret secret = given ? *given : base::secret(ops::random_name());
    const base::result<store::client_row> made = deed(secret);
    if (!made)
        return made.error();
    return made_client{item_of(*made), given ? std::nullopt : std::optional{std::string(secret.reveal())}};
}

base::result<made_client> create_client(store::transaction& in, const call<nothing, client_input>& asked)
{
    const client_input& from = asked.body;
    return with_secret(from.secret, [&](const base::secret& secret) {
        return ops::create_client(in,
                                  {from.protocol, from.identifier ? *from.identifier : ops::random_name(),
                                   secret, from.name, from.card_format.value_or(model::card_format::unset)},
                                  asked.by.author());
    });
}

base::result<client_item> change_client(store::transaction& in, const call<nothing, client_change>& asked)
{
    ops::client_patch how{asked.body.name, {}};
    if (asked.body.card_format)
        how.card_format = asked.body.card_format->value_or(model::card_format::unset);
    const auto changed = ops::change_client(in, asked.id<model::client_id>(0), how, asked.by.author());
    if (!changed)
        return changed.error();
    return item_of(*changed);
}

base::result<made_client> change_secret(store::transaction& in, const call<nothing, secret_input>& asked)
{
    return with_secret(asked.body.secret, [&](const base::secret& secret) {
        return ops::change_secret(in, asked.id<model::client_id>(0), secret, asked.by.author());
    });
}

base::result<nothing> delete_client(store::transaction& in, const call<nothing, nothing>& asked)
{
    return silent(ops::end_client(in, asked.id<model::client_id>(0), asked.by.author()));
}

constexpr endpoint::needs administer = endpoint::right::administer;

}  // namespace

std::span<const endpoint::route> client_routes()
{
    static constexpr std::array table{
        read<list_clients>("list_clients", "/api/v1/clients", administer,
                           "The clients of the interfaces, oldest first; their secrets are never told."),
        write<create_client>("create_client", net::verb::post, "/api/v1/clients", administer,
                             "Registers a client.", 201),
        read<read_client>("read_client", "/api/v1/clients/{client}", administer, "One client."),
        write<change_client>("change_client", net::verb::patch, "/api/v1/clients/{client}", administer,
                             "Changes what is given, and leaves the rest as it is."),
        write<change_secret>("change_client_secret", net::verb::put, "/api/v1/clients/{client}/secret",
                             administer, "Gives it another secret; the former one ends at once."),
        write<delete_client>("delete_client", net::verb::delete_, "/api/v1/clients/{client}", administer,
                             "Ends a client and its licences at once. Registered again, it is the same one."),
    };
    return table;
}

}  // namespace gatehouse::api
