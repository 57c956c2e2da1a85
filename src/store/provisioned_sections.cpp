#include "store/provisioned_sections.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert{
    "keep_section",
    "INSERT INTO provisioned_section (name, sealed, updated_at) VALUES (?1, ?2, ?3) "
    "ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, updated_at = excluded.updated_at"};
constexpr statement find{"kept_section", "SELECT sealed FROM provisioned_section WHERE name = ?1"};
constexpr statement all{"kept_sections", "SELECT name FROM provisioned_section ORDER BY name"};
constexpr statement drop{"drop_section", "DELETE FROM provisioned_section WHERE name = ?1"};
constexpr statement find_external{
    "find_external_id", "SELECT object FROM external_id WHERE client = ?1 AND scope = ?2 AND kind = ?3 AND "
                        "external = ?4 AND ended_at IS NULL"};
constexpr statement insert_external{
    "insert_external_id",
    "INSERT INTO external_id (client, scope, kind, external, object) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO NOTHING"};

constexpr std::int64_t provisioning_file = 0;

}  // namespace

void keep_section(transaction& in, std::string_view name, std::string_view json, base::instant now)
{
    const std::string sealed = base::seal(in.keys.texts, json, name);
    in.sql.run(upsert, {name, blob{sealed}, base::to_milliseconds(now)});
}

std::optional<std::string> kept_section(connection& sql, const keyring& keys, std::string_view name)
{
    std::optional<std::string> json;
    sql.each(find, {name}, [&](const row& at) { json = base::open(keys.texts, at.text(0), name); });
    return json;
}

std::vector<std::string> kept_sections(connection& sql)
{
    std::vector<std::string> names;
    sql.each(all, {}, [&names](const row& at) { names.emplace_back(at.text(0)); });
    return names;
}

void drop_section(transaction& in, std::string_view name)
{
    in.sql.run(drop, {name});
}

std::optional<std::int64_t> find_named(transaction& in, model::organization_id scope, std::string_view kind,
                                       std::string_view name)
{
    return in.sql.number(find_external, {provisioning_file, scope.value, kind, name});
}

void put_named(transaction& in, model::organization_id scope, std::string_view kind, std::string_view name,
               std::int64_t object)
{
    in.sql.run(insert_external, {provisioning_file, scope.value, kind, name, object});
}

}  // namespace gatehouse::store
