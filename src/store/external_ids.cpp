#include "store/external_ids.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_external",
                           "INSERT INTO external_id (client, scope, kind, external, object, linked) "
                           "VALUES (?1, 0, ?2, ?3, ?4, ?5)"};
constexpr statement living{
    "find_external", "SELECT object, linked, 0, id FROM external_id WHERE client = ?1 AND scope = 0 AND "
                     "kind = ?2 AND external = ?3 AND ended_at IS NULL"};
constexpr statement former{
    "find_former_external",
    "SELECT object, linked, coalesce(ended_by, 0), id FROM external_id WHERE client = ?1 "
    "AND kind = ?2 AND external = ?3 AND ended_at >= ?4 AND ended_at IS NOT NULL "
    "ORDER BY ended_at DESC, id DESC LIMIT 1"};
constexpr statement end{"end_external",
                        "UPDATE external_id SET ended_at = ?4, ended_by = ?5 WHERE client = ?1 AND scope = 0 "
                        "AND kind = ?2 AND external = ?3 AND ended_at IS NULL"};
// In the partial index `external_id_by_object`.
constexpr statement end_people{
    "end_external_people",
    "UPDATE external_id SET ended_at = ?3, ended_by = ?4 WHERE client = ?1 AND kind = 'person' AND "
    "ended_at IS NULL AND object IN (SELECT id FROM person WHERE organization = ?2 AND status = 'active')"};
constexpr statement end_units{
    "end_external_units",
    "UPDATE external_id SET ended_at = ?3, ended_by = ?4 WHERE client = ?1 AND kind = 'unit' AND "
    "ended_at IS NULL AND object IN (SELECT id FROM unit WHERE organization = ?2)"};
constexpr statement count{
    "count_externals",
    "SELECT (SELECT count(*) FROM external_id WHERE client = ?1 AND kind = 'person' AND ended_at IS NULL AND "
    "object IN (SELECT id FROM person WHERE organization = ?2 AND status = 'active')) + "
    "(SELECT count(*) FROM external_id WHERE client = ?1 AND kind = 'unit' AND ended_at IS NULL AND "
    "object IN (SELECT id FROM unit WHERE organization = ?2))"};
// By person, in the partial index `person_by_organization`.
constexpr statement of_people{
    "external_people",
    "SELECT e.id, 'person', p.id FROM person p JOIN external_id e ON e.client = ?1 AND e.kind = 'person' AND "
    "e.object = p.id AND e.ended_at IS NULL AND e.id <= ?4 WHERE p.organization = ?2 AND p.status = 'active' "
    "AND p.id > ?3 ORDER BY p.id LIMIT ?5"};
constexpr statement newest{"newest_external", "SELECT coalesce(max(id), 0) FROM external_id"};
constexpr statement end_row{"end_external_row",
                            "UPDATE external_id SET ended_at = ?3, ended_by = ?2 WHERE id = ?1 AND "
                            "ended_at IS NULL"};
constexpr statement restore_row{
    "restore_external",
    "UPDATE external_id SET ended_at = NULL, ended_by = NULL WHERE id = ?1 AND NOT EXISTS ("
    "SELECT 1 FROM external_id o WHERE o.client = external_id.client AND o.scope = external_id.scope AND "
    "o.kind = external_id.kind AND o.external = external_id.external AND o.ended_at IS NULL) "
    "RETURNING client, kind, external, object"};
constexpr statement of_deed{"externals_of_deed", "SELECT id, kind, object FROM external_id WHERE "
                                                 "ended_by = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement names_of{"externals_of", "SELECT external FROM external_id WHERE client = ?1 AND "
                                             "kind = ?2 AND object = ?3 AND ended_at IS NULL ORDER BY id"};
// Client 0 is the provisioning file, whose names are not spoken by anybody.
constexpr statement all{"all_registered_ids", "SELECT client, external, object FROM external_id "
                                              "WHERE client > 0 AND kind = 'organization' AND "
                                              "ended_at IS NULL"};

external_object object_from(const row& at)
{
    return {at.integer(0), at.integer(1) != 0, {at.integer(2)}, at.integer(3)};
}

external_row row_from(const row& at)
{
    return {at.integer(0), model::from_name<external_kind>(at.text(1)).value(), at.integer(2)};
}

}  // namespace

std::optional<external_object> find_external(connection& sql, const external_name& what)
{
    return sql.first(living, {what.client.value, model::name_of(what.kind), std::string_view(what.external)},
                     object_from);
}

std::optional<external_object> find_former(connection& sql, const external_name& what, base::instant since)
{
    return sql.first(former,
                     {what.client.value, model::name_of(what.kind), std::string_view(what.external),
                      base::to_milliseconds(since)},
                     object_from);
}

void put_external(transaction& in, const external_name& what, std::int64_t object, bool linked)
{
    in.sql.run(insert, {what.client.value, model::name_of(what.kind), std::string_view(what.external), object,
                        std::int64_t{linked}});
    if (what.kind == external_kind::organization)
        in.index.registered.set(registered_key(what.client, what.external), {object});
}

void end_external(transaction& in, const external_name& what, model::roster_deed_id by, base::instant now)
{
    in.sql.run(end, {what.client.value, model::name_of(what.kind), std::string_view(what.external),
                     base::to_milliseconds(now), or_none(by)});
    if (what.kind == external_kind::organization)
        in.index.registered.erase(registered_key(what.client, what.external));
}

void end_externals_of(transaction& in, model::client_id client, model::organization_id home,
                      model::roster_deed_id by, base::instant now)
{
    in.sql.run(end_people, {client.value, home.value, base::to_milliseconds(now), or_none(by)});
    end_externals_of_units(in, client, home, by, now);
}

void end_externals_of_units(transaction& in, model::client_id client, model::organization_id home,
                            model::roster_deed_id by, base::instant now)
{
    in.sql.run(end_units, {client.value, home.value, base::to_milliseconds(now), or_none(by)});
}

std::vector<external_row> externals_of_people(connection& sql, model::client_id client,
                                              model::organization_id home, std::int64_t after,
                                              std::int64_t upto, std::int64_t most)
{
    return sql.all(of_people, {client.value, home.value, after, upto, most}, row_from);
}

std::int64_t newest_external(connection& sql)
{
    return sql.number(newest).value_or(0);
}

void end_external(transaction& in, const external_row& what, model::roster_deed_id by, base::instant now)
{
    in.sql.run(end_row, {what.row, or_none(by), base::to_milliseconds(now)});
}

std::int64_t count_externals(connection& sql, model::client_id client, model::organization_id home)
{
    return sql.number(count, {client.value, home.value}).value_or(0);
}

bool restore_external(transaction& in, const external_row& what)
{
    bool holds = false;
    in.sql.each(restore_row, {what.row}, [&in, &holds](const row& at) {
        holds = true;
        if (at.text(1) == model::name_of(external_kind::organization))
            in.index.registered.set(registered_key({at.integer(0)}, at.text(2)), {at.integer(3)});
    });
    return holds;
}

std::vector<std::string> externals_of(connection& sql, model::client_id client, external_kind kind,
                                      std::int64_t object)
{
    return sql.all(names_of, {client.value, model::name_of(kind), object},
                   [](const row& at) { return std::string(at.text(0)); });
}

std::vector<external_row> ended_by(connection& sql, model::roster_deed_id deed, std::int64_t after,
                                   std::int64_t most)
{
    return sql.all(of_deed, {deed.value, after, most}, row_from);
}

void put_registered(transaction& in, model::client_id client, std::string_view external,
                    model::organization_id organization)
{
    put_external(in, {client, external_kind::organization, std::string(external)}, organization.value);
}

std::optional<std::string> registered_as(connection& sql, model::client_id client,
                                         model::organization_id organization)
{
    const auto names = externals_of(sql, client, external_kind::organization, organization.value);
    return names.empty() ? std::nullopt : std::optional{names.front()};
}

void load_registered(connection& sql, index& into)
{
    sql.each(all, {}, [&into](const row& at) {
        into.registered.set_unshared(registered_key({at.integer(0)}, at.text(1)), {at.integer(2)});
    });
}

}  // namespace gatehouse::store
