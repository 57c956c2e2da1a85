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
constexpr statement find_client_statement{
    "find_client", "SELECT protocol, identifier, secret_digest, name, card_format, created_at FROM client "
                   "WHERE protocol = ?1 AND identifier = ?2"};
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
    "organization = excluded.organization RETURNING id"};
constexpr statement take_api_key{"take_api_key", "DELETE FROM api_key WHERE key_digest = ?1 AND name <> ?2"};
constexpr statement find_api_key_statement{
    "find_api_key", "SELECT name, key_digest, scope, organization FROM api_key WHERE name = ?1"};
constexpr statement all_api_keys{"all_api_keys", "SELECT name, key_digest, scope, organization FROM api_key"};
constexpr statement upsert_login{
    "upsert_login",
    "INSERT INTO login (login, password_hash, role, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (login) DO UPDATE SET password_hash = excluded.password_hash, role = excluded.role, "
    "organization = excluded.organization RETURNING id"};
constexpr statement insert_login_statement{
    "insert_login",
    "INSERT INTO login (login, password_hash, role, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (login) DO NOTHING RETURNING id"};
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

std::int64_t number_from(const row& at)
{
    return at.integer(0);
}

api_key_row api_key_from(const row& at)
{
    return {std::string(at.text(0)), base::digest::from(at.text(1)).value(),
            api_scope_from(at.text(2)).value(), organization_from(at, 3)};
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
                                         number_from)
                                  .value()};
    in.index.clients.set(client_key(what.protocol, what.identifier), {id, what.secret, what.card_format});
    return id;
}

std::optional<client_row> find_client(connection& sql, std::string_view protocol, std::string_view identifier)
{
    return sql.first(find_client_statement, {protocol, identifier}, [](const row& at) {
        return client_row{std::string(at.text(0)),
                          std::string(at.text(1)),
                          base::digest::from(at.text(2)).value(),
                          std::string(at.text(3)),
                          model::card_format_from(at.text(4)).value(),
                          base::from_milliseconds(at.integer(5))};
    });
}

model::licence_id put_licence(transaction& in, model::client_id client, model::organization_id organization,
                              const base::digest& code, base::instant now)
{
    const model::licence_id id{
        in.sql
            .first(upsert_licence,
                   {client.value, organization.value, blob{code.view()}, base::to_milliseconds(now)},
                   number_from)
            .value()};
    in.index.licences.set(code, {id, organization});
    return id;
}

std::int64_t put_api_key(transaction& in, const api_key_row& what, base::instant now)
{
    if (const auto former = find_api_key(in.sql, what.name))
        in.index.api_keys.erase(former->key);
    in.sql.run(take_api_key, {blob{what.key.view()}, std::string_view(what.name)});
    const auto number = in.sql.first(upsert_api_key,
                                     {std::string_view(what.name), blob{what.key.view()},
                                      scopes[static_cast<std::size_t>(what.scope)],
                                      or_none(what.organization), base::to_milliseconds(now)},
                                     number_from);
    in.index.api_keys.set(what.key, {what.name, what.scope, what.organization});
    return number.value();
}

std::optional<api_key_row> find_api_key(connection& sql, std::string_view name)
{
    return sql.first(find_api_key_statement, {name}, api_key_from);
}

std::int64_t put_login(transaction& in, const login_row& what, base::instant now)
{
    return in.sql
        .first(upsert_login,
               {std::string_view(what.login), std::string_view(what.password_hash),
                std::string_view(what.role), or_none(what.organization), base::to_milliseconds(now)},
               number_from)
        .value();
}

std::optional<std::int64_t> insert_login(transaction& in, const login_row& what, base::instant now)
{
    return in.sql.first(insert_login_statement,
                        {std::string_view(what.login), std::string_view(what.password_hash),
                         std::string_view(what.role), or_none(what.organization), base::to_milliseconds(now)},
                        [](const row& at) { return at.integer(0); });
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
        api_key_row key = api_key_from(at);
        into.api_keys.set_unshared(key.key, {std::move(key.name), key.scope, key.organization});
    });
}

}  // namespace gatehouse::store
