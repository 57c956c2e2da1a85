#include "store/api_keys.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert_api_key{
    "upsert_api_key",
    "INSERT INTO api_key (name, key_digest, scope, organization, created_at) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT (name) DO UPDATE SET key_digest = excluded.key_digest, scope = excluded.scope, "
    "organization = excluded.organization RETURNING id"};
constexpr statement take_api_key{"take_api_key", "DELETE FROM api_key WHERE key_digest = ?1 AND name <> ?2"};
constexpr statement delete_api_key_statement{"delete_api_key", "DELETE FROM api_key WHERE id = ?1"};
constexpr statement api_key_named{
    "api_key_named",
    "SELECT name, key_digest, scope, organization, created_at, id FROM api_key WHERE name = ?1"};
constexpr statement api_key_numbered{
    "api_key_numbered",
    "SELECT name, key_digest, scope, organization, created_at, id FROM api_key WHERE id = ?1"};
constexpr statement api_keys_after_statement{
    "api_keys_after", "SELECT name, key_digest, scope, organization, created_at, id FROM api_key "
                      "WHERE id > ?1 ORDER BY id LIMIT ?2"};
constexpr statement all_api_keys{"all_api_keys",
                                 "SELECT name, key_digest, scope, organization, created_at, id FROM api_key"};

api_key_row api_key_from(const row& at)
{
    return {std::string(at.text(0)),
            base::digest::from(at.text(1)).value(),
            model::from_name<api_scope>(at.text(2)).value(),
            {at.maybe_integer(3).value_or(0)},
            base::from_milliseconds(at.integer(4)),
            {at.integer(5)}};
}

}  // namespace

model::api_key_id put_api_key(transaction& in, const api_key_row& what)
{
    if (const auto former = find_api_key(in.sql, what.name))
        in.index.api_keys.erase(former->key);
    in.sql.run(take_api_key, {blob{what.key.view()}, std::string_view(what.name)});
    const auto id = in.sql.number(upsert_api_key, {std::string_view(what.name), blob{what.key.view()},
                                                   model::name_of(what.scope), or_none(what.organization),
                                                   base::to_milliseconds(what.created_at)});
    in.index.api_keys.set(what.key, {what.name, what.scope, what.organization});
    return {id.value()};
}

std::optional<api_key_row> find_api_key(connection& sql, std::string_view name)
{
    return sql.first(api_key_named, {name}, api_key_from);
}

std::optional<api_key_row> find_api_key(connection& sql, model::api_key_id id)
{
    return sql.first(api_key_numbered, {id.value}, api_key_from);
}

std::vector<api_key_row> api_keys_after(connection& sql, std::int64_t id, std::int64_t most)
{
    return sql.all(api_keys_after_statement, {id, most}, api_key_from);
}

void delete_api_key(transaction& in, const api_key_row& what)
{
    in.sql.run(delete_api_key_statement, {what.id.value});
    in.index.api_keys.erase(what.key);
}

void load_api_keys(connection& sql, index& into)
{
    sql.each(all_api_keys, {}, [&into](const row& at) {
        api_key_row key = api_key_from(at);
        into.api_keys.set_unshared(key.key, {std::move(key.name), key.scope, key.organization});
    });
}

}  // namespace gatehouse::store
