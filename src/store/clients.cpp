#include "store/clients.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert_client{
    "upsert_client",
    "INSERT INTO client (protocol, identifier, secret_digest, name, card_format, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (protocol, identifier) DO UPDATE SET "
    "secret_digest = excluded.secret_digest, name = excluded.name, card_format = excluded.card_format, "
    "ended_at = NULL RETURNING id"};
constexpr statement client_named{
    "client_named",
    "SELECT protocol, identifier, secret_digest, name, card_format, created_at, id FROM client "
    "WHERE protocol = ?1 AND identifier = ?2 AND ended_at IS NULL"};
constexpr statement client_numbered{
    "client_numbered", "SELECT protocol, identifier, secret_digest, name, card_format, created_at, id "
                       "FROM client WHERE id = ?1 AND ended_at IS NULL"};
constexpr statement clients_after_statement{
    "clients_after", "SELECT protocol, identifier, secret_digest, name, card_format, created_at, id "
                     "FROM client WHERE id > ?1 AND ended_at IS NULL ORDER BY id LIMIT ?2"};
constexpr statement end_client_statement{"end_client", "UPDATE client SET ended_at = ?2 WHERE id = ?1"};
constexpr statement upsert_licence{
    "upsert_licence",
    "INSERT INTO licence (client, organization, code_digest, created_at) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (client, code_digest) DO UPDATE SET organization = excluded.organization, ended_at = NULL "
    "RETURNING id"};
constexpr statement licence_numbered{
    "licence_numbered",
    "SELECT l.id, l.client, c.protocol, c.name, l.organization, l.code_digest, l.created_at FROM licence l "
    "JOIN client c ON c.id = l.client WHERE l.id = ?1 AND l.ended_at IS NULL"};
constexpr statement licences_of_client{
    "licences_of_client",
    "SELECT l.id, l.client, c.protocol, c.name, l.organization, l.code_digest, l.created_at FROM licence l "
    "JOIN client c ON c.id = l.client WHERE l.client = ?1 AND l.id > ?2 AND l.ended_at IS NULL "
    "ORDER BY l.id LIMIT ?3"};
constexpr statement licences_of_organization{
    "licences_of_organization",
    "SELECT l.id, l.client, c.protocol, c.name, l.organization, l.code_digest, l.created_at FROM licence l "
    "JOIN client c ON c.id = l.client WHERE l.organization = ?1 AND l.id > ?2 AND l.ended_at IS NULL "
    "ORDER BY l.id LIMIT ?3"};
constexpr statement clients_that_know_statement{
    "clients_that_know",
    "SELECT client FROM external_id WHERE kind = 'person' AND client > 0 AND object = ?1 UNION "
    "SELECT l.client FROM licence l JOIN person p ON p.organization = l.organization WHERE p.id = ?1 AND "
    "l.ended_at IS NULL AND (EXISTS (SELECT 1 FROM credential WHERE bearer = ?1 AND status <> 'revoked') OR "
    "EXISTS (SELECT 1 FROM credential WHERE bearer = ?1 AND status = 'revoked') OR "
    "EXISTS (SELECT 1 FROM credential_told WHERE person = ?1)) ORDER BY client"};
constexpr statement end_licence_statement{"end_licence", "UPDATE licence SET ended_at = ?2 WHERE id = ?1"};
constexpr statement end_licences_of_client{
    "end_licences_of_client",
    "UPDATE licence SET ended_at = ?2 WHERE client = ?1 AND ended_at IS NULL RETURNING code_digest"};
constexpr statement all_clients{"all_clients",
                                "SELECT protocol, identifier, secret_digest, name, card_format, "
                                "created_at, id FROM client WHERE ended_at IS NULL"};
constexpr statement all_licences{"all_licences",
                                 "SELECT id, organization, code_digest FROM licence WHERE ended_at IS NULL"};

std::int64_t number_from(const row& at)
{
    return at.integer(0);
}

client_row client_from(const row& at)
{
    return {std::string(at.text(0)),
            std::string(at.text(1)),
            base::digest::from(at.text(2)).value(),
            std::string(at.text(3)),
            model::card_format_from(at.text(4)).value(),
            base::from_milliseconds(at.integer(5)),
            {at.integer(6)}};
}

licence_row licence_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            std::string(at.text(2)),
            std::string(at.text(3)),
            {at.integer(4)},
            base::digest::from(at.text(5)).value(),
            base::from_milliseconds(at.integer(6))};
}

}  // namespace

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
    return sql.first(client_named, {protocol, identifier}, client_from);
}

std::optional<client_row> find_client(connection& sql, model::client_id id)
{
    return sql.first(client_numbered, {id.value}, client_from);
}

std::vector<client_row> clients_after(connection& sql, std::int64_t id, std::int64_t most)
{
    return sql.all(clients_after_statement, {id, most}, client_from);
}

void end_client(transaction& in, const client_row& what, base::instant now)
{
    in.sql.run(end_client_statement, {what.id.value, base::to_milliseconds(now)});
    in.index.clients.erase(client_key(what.protocol, what.identifier));
    in.sql.each(end_licences_of_client, {what.id.value, base::to_milliseconds(now)},
                [&in](const row& at) { in.index.licences.erase(base::digest::from(at.text(0)).value()); });
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

std::optional<licence_row> find_licence(connection& sql, model::licence_id id)
{
    return sql.first(licence_numbered, {id.value}, licence_from);
}

std::vector<licence_row> licences_of(connection& sql, model::client_id client, std::int64_t after,
                                     std::int64_t most)
{
    return sql.all(licences_of_client, {client.value, after, most}, licence_from);
}

std::vector<model::client_id> clients_that_know(connection& sql, model::person_id who)
{
    return sql.all(clients_that_know_statement, {who.value},
                   [](const row& at) { return model::client_id{at.integer(0)}; });
}

std::vector<licence_row> licences_of(connection& sql, model::organization_id organization, std::int64_t after,
                                     std::int64_t most)
{
    return sql.all(licences_of_organization, {organization.value, after, most}, licence_from);
}

void end_licence(transaction& in, const licence_row& what, base::instant now)
{
    in.sql.run(end_licence_statement, {what.id.value, base::to_milliseconds(now)});
    in.index.licences.erase(what.code);
}

void load_clients(connection& sql, index& into)
{
    sql.each(all_clients, {}, [&into](const row& at) {
        const client_row client = client_from(at);
        into.clients.set_unshared(client_key(client.protocol, client.identifier),
                                  {client.id, client.secret, client.card_format});
    });
    sql.each(all_licences, {}, [&into](const row& at) {
        into.licences.set_unshared(base::digest::from(at.text(2)).value(),
                                   {model::licence_id{at.integer(0)}, model::organization_id{at.integer(1)}});
    });
}

}  // namespace gatehouse::store
