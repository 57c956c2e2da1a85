#include "store/clients.hpp"

#include "model/named.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert_client{
    "upsert_client",
    "INSERT INTO client (protocol, identifier, secret_digest, name, card_format, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (protocol, identifier) DO UPDATE SET "
    "secret_digest = excluded.secret_digest, name = excluded.name, card_format = excluded.card_format "
    "RETURNING id"};
constexpr statement all_clients{"all_clients",
                                "SELECT id, protocol, identifier, secret_digest, card_format FROM client"};
constexpr statement upsert_licence{
    "upsert_licence",
    "INSERT INTO licence (client, organization, code_digest, created_at) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (client, code_digest) DO UPDATE SET organization = excluded.organization "
    "RETURNING id"};
constexpr statement all_licences{"all_licences", "SELECT id, organization, code_digest FROM licence"};
constexpr statement upsert_api_key{
    "upsert_api_key",
    "INSERT INTO api_key (name, key_digest, scope, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (name) DO UPDATE SET key_digest = excluded.key_digest, scope = excluded.scope, "
    "organization = excluded.organization"};
constexpr statement find_api_key{"find_api_key", "SELECT key_digest FROM api_key WHERE name = ?1"};
constexpr statement all_api_keys{"all_api_keys", "SELECT name, key_digest, scope, organization FROM api_key"};
constexpr statement upsert_login{
    "upsert_login",
    "INSERT INTO login (login, password_hash, role, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (login) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role, "
    "organization = excluded.organization"};
constexpr statement find_login_statement{
    "find_login", "SELECT login, password_hash, role, organization FROM login WHERE login = ?1"};

constexpr std::array<std::string_view, 5> scopes{"admin", "site", "read", "kiosk", "gate"};

value or_none(model::organization_id id)
{
    return id ? value{id.value} : value{nullptr};
}

model::organization_id organization_from(const row& at, int column)
{
    return {at.maybe_integer(column).value_or(0)};
}

}  // namespace

std::optional<api_scope> api_scope_from(std::string_view name)
{
    return model::from_name<api_scope>(scopes, name);
}

model::client_id put_client(transaction& in, const client_row& what)
{
    const model::client_id id{in.sql
                                  .first(upsert_client,
                                         {std::string_view(what.protocol), std::string_view(what.identifier),
                                          blob{what.secret.view()}, std::string_view(what.name),
                                          name_of(what.card_format), base::to_milliseconds(what.created_at)},
                                         [](const row& at) { return at.integer(0); })
                                  .value()};
    in.index.clients.set(client_key(what.protocol, what.identifier), {id, what.secret, what.card_format});
    return id;
}

void put_licence(transaction& in, model::client_id client, model::organization_id organization,
                 const base::digest& code, base::instant now)
{
    const auto id = in.sql.first(
        upsert_licence, {client.value, organization.value, blob{code.view()}, base::to_milliseconds(now)},
        [](const row& at) { return at.integer(0); });
    in.index.licences.set(code, {model::licence_id{id.value()}, organization});
}

void put_api_key(transaction& in, const api_key_row& what, base::instant now)
{
    const auto former = in.sql.first(find_api_key, {std::string_view(what.name)},
                                     [](const row& at) { return base::digest::from(at.text(0)).value(); });
    if (former)
        in.index.api_keys.erase(*former);
    in.sql.run(upsert_api_key, {std::string_view(what.name), blob{what.key.view()},
                                scopes[static_cast<std::size_t>(what.scope)], or_none(what.organization),
                                base::to_milliseconds(now)});
    in.index.api_keys.set(what.key, {what.name, what.scope, what.organization});
}

void put_login(transaction& in, const login_row& what, base::instant now)
{
    in.sql.run(upsert_login,
               {std::string_view(what.login), std::string_view(what.password_hash),
                std::string_view(what.role), or_none(what.organization), base::to_milliseconds(now)});
}

std::optional<login_row> find_login(connection& sql, std::string_view login)
{
    return sql.first(find_login_statement, {login}, [](const row& at) {
        return login_row{std::string(at.text(0)), std::string(at.text(1)), std::string(at.text(2)),
                         organization_from(at, 3)};
    });
}

void load_clients(connection& sql, index& into)
{
    sql.each(all_clients, {}, [&into](const row& at) {
        into.clients.set_unshared(client_key(at.text(1), at.text(2)),
                                  {model::client_id{at.integer(0)}, base::digest::from(at.text(3)).value(),
                                   model::card_format_from(at.text(4)).value()});
    });
    sql.each(all_licences, {}, [&into](const row& at) {
        into.licences.set_unshared(base::digest::from(at.text(2)).value(),
                                   {model::licence_id{at.integer(0)}, model::organization_id{at.integer(1)}});
    });
    sql.each(all_api_keys, {}, [&into](const row& at) {
        into.api_keys.set_unshared(
            base::digest::from(at.text(1)).value(),
            {std::string(at.text(0)), api_scope_from(at.text(2)).value(), organization_from(at, 3)});
    });
}

}  // namespace gatehouse::store
