#include "store/organizations.hpp"

#include "base/assert.hpp"
#include "store/doors.hpp"

#include <algorithm>
#include <stdexcept>

namespace gatehouse::store {
namespace {

constexpr statement insert_organization_statement{"insert_organization",
                                                  "INSERT INTO organization (kind, name, time_zone, status, "
                                                  "created_at, registered_by, ended_at, card_kind, city, "
                                                  "district, address, contact, province, level) VALUES "
                                                  "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, "
                                                  "?14) RETURNING id"};
constexpr statement update_organization_statement{
    "update_organization",
    "UPDATE organization SET kind = ?2, name = ?3, time_zone = ?4, status = ?5, "
    "ended_at = ?6, card_kind = ?7, "
    "city = ?8, district = ?9, address = ?10, contact = ?11, province = ?12, level = ?13, "
    "administrator = ?14 "
    "WHERE id = ?1"};
constexpr statement all_organizations{"all_organizations",
                                      "SELECT id, kind, name, time_zone, status, created_at, registered_by, "
                                      "ended_at, card_kind, city, district, "
                                      "address, contact, province, level, administrator FROM organization"};
// The partial index `organization_registered` serves both: they name its condition.
constexpr statement registered_by_name{
    "find_registered",
    "SELECT id FROM organization WHERE registered_by = ?1 AND name = ?2 AND ended_at IS NULL "
    "AND status <> 'deleted'"};
constexpr statement all_registered{
    "all_registered", "SELECT id FROM organization WHERE registered_by = ?1 AND ended_at IS NULL "
                      "AND status <> 'deleted' ORDER BY created_at, id"};
constexpr statement insert_unit_statement{
    "insert_unit", "INSERT INTO unit (organization, parent, kind, name, status, created_at, grade) "
                   "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id"};
constexpr statement update_unit_statement{
    "update_unit",
    "UPDATE unit SET parent = ?2, kind = ?3, name = ?4, status = ?5, grade = ?6 WHERE id = ?1"};
constexpr statement end_unit_statement{"end_unit", "UPDATE unit SET status = 'deleted' WHERE id = ?1"};
constexpr statement find_unit_statement{
    "find_unit",
    "SELECT id, organization, parent, kind, name, status, created_at, grade FROM unit WHERE id = ?1"};
// Newest first, the later id first where two were made at once.
constexpr statement all_units{"all_units",
                              "SELECT id, organization, parent, kind, name, status, created_at, grade "
                              "FROM unit WHERE status <> 'deleted' ORDER BY created_at, id"};

const model::time_zone* zone_of(const model::organization& what)
{
    const model::time_zone* const zone = model::time_zone::find(what.time_zone);
    if (!zone)
        throw std::runtime_error("the system does not know the time zone " + what.time_zone);
    return zone;
}

void put(index& into, organization_entry entry)
{
    const model::organization_id id = entry.what.id;
    into.organizations.set(id, std::make_shared<const organization_entry>(std::move(entry)));
}

organization_entry copy_of(const index& from, model::organization_id id)
{
    const organization_entry* const entry = from.organization(id);
    GATEHOUSE_ASSERT(entry != nullptr);
    return *entry;
}

model::organization organization_from(const row& at)
{
    model::organization o;
    o.id = {at.integer(0)};
    o.kind = at.text(1);
    o.name = at.text(2);
    o.time_zone = at.text(3);
    o.status = model::organization_status_from(at.text(4)).value();
    o.created_at = base::from_milliseconds(at.integer(5));
    if (!at.is_null(6))
        o.registered_by = model::client_id{at.integer(6)};
    if (!at.is_null(7))
        o.ended_at = base::from_milliseconds(at.integer(7));
    if (!at.is_null(8))
        o.cards = model::card_kind_from(at.text(8));
    o.city = at.text(9);
    o.district = at.text(10);
    o.address = at.text(11);
    o.contact = at.text(12);
    o.province = at.text(13);
    if (!at.is_null(14))
        o.level = model::from_name<model::school_level>(at.text(14));
    if (!at.is_null(15))
        o.administrator = model::person_id{at.integer(15)};
    return o;
}

model::unit unit_from(const row& at)
{
    model::unit u;
    u.id = {at.integer(0)};
    u.organization = {at.integer(1)};
    if (!at.is_null(2))
        u.parent = model::unit_id{at.integer(2)};
    u.kind = at.text(3);
    u.name = at.text(4);
    u.status = model::unit_status_from(at.text(5)).value();
    u.created_at = base::from_milliseconds(at.integer(6));
    u.grade = at.text(7);
    return u;
}

value parent_of(const model::unit& what)
{
    return what.parent ? value{what.parent->value} : value{nullptr};
}

value registered_by_of(const model::organization& what)
{
    return what.registered_by ? value{what.registered_by->value} : value{nullptr};
}

value ended_at_of(const model::organization& what)
{
    return what.ended_at ? value{base::to_milliseconds(*what.ended_at)} : value{nullptr};
}

value administrator_of(const model::organization& what)
{
    return what.administrator ? value{what.administrator->value} : value{nullptr};
}

value level_of(const model::organization& what)
{
    return what.level ? value{model::name_of(*what.level)} : value{nullptr};
}

value card_kind_of(const model::organization& what)
{
    return what.cards ? value{name_of(*what.cards)} : value{nullptr};
}

bool is_newer(const model::unit& a, const model::unit& b)
{
    return a.created_at != b.created_at ? a.created_at > b.created_at : a.id > b.id;
}

}  // namespace

model::organization_id insert_organization(transaction& in, const model::organization& what)
{
    organization_entry entry{what, zone_of(what), {}, {}};
    entry.what.id = {
        in.sql
            .first(insert_organization_statement,
                   {std::string_view(what.kind), std::string_view(what.name),
                    std::string_view(what.time_zone), name_of(what.status),
                    base::to_milliseconds(what.created_at), registered_by_of(what), ended_at_of(what),
                    card_kind_of(what), std::string_view(what.city), std::string_view(what.district),
                    std::string_view(what.address), std::string_view(what.contact),
                    std::string_view(what.province), level_of(what)},
                   [](const row& at) { return at.integer(0); })
            .value()};
    const model::organization_id id = entry.what.id;
    put(in.index, std::move(entry));
    return id;
}

void update_organization(transaction& in, const model::organization& what)
{
    in.sql.run(update_organization_statement,
               {what.id.value, std::string_view(what.kind), std::string_view(what.name),
                std::string_view(what.time_zone), name_of(what.status), ended_at_of(what), card_kind_of(what),
                std::string_view(what.city), std::string_view(what.district), std::string_view(what.address),
                std::string_view(what.contact), std::string_view(what.province), level_of(what),
                administrator_of(what)});
    organization_entry entry = copy_of(in.index, what.id);
    entry.what = what;
    entry.zone = zone_of(what);
    put(in.index, std::move(entry));
}

model::unit_id insert_unit(transaction& in, const model::unit& what)
{
    model::unit made = what;
    made.id = {in.sql
                   .first(insert_unit_statement,
                          {what.organization.value, parent_of(what), std::string_view(what.kind),
                           std::string_view(what.name), name_of(what.status),
                           base::to_milliseconds(what.created_at), std::string_view(what.grade)},
                          [](const row& at) { return at.integer(0); })
                   .value()};
    organization_entry entry = copy_of(in.index, what.organization);
    if (made.status != model::unit_status::deleted)
        entry.units.insert(std::upper_bound(entry.units.begin(), entry.units.end(), made, is_newer), made);
    put(in.index, std::move(entry));
    return made.id;
}

void update_unit(transaction& in, const model::unit& what)
{
    in.sql.run(update_unit_statement,
               {what.id.value, parent_of(what), std::string_view(what.kind), std::string_view(what.name),
                name_of(what.status), std::string_view(what.grade)});
    organization_entry entry = copy_of(in.index, what.organization);
    std::erase_if(entry.units, [&what](const model::unit& u) { return u.id == what.id; });
    if (what.status != model::unit_status::deleted)
        entry.units.insert(std::upper_bound(entry.units.begin(), entry.units.end(), what, is_newer), what);
    put(in.index, std::move(entry));
}

void end_units(transaction& in, model::organization_id home, const std::vector<model::unit_id>& which)
{
    for (const model::unit_id each : which)
        in.sql.run(end_unit_statement, {each.value});
    organization_entry entry = copy_of(in.index, home);
    std::erase_if(entry.units, [&which](const model::unit& u) {
        return std::find(which.begin(), which.end(), u.id) != which.end();
    });
    put(in.index, std::move(entry));
}

std::optional<model::unit> find_unit(connection& sql, model::unit_id id)
{
    return sql.first(find_unit_statement, {id.value}, unit_from);
}

std::optional<model::organization_id> find_registered(connection& sql, model::client_id client,
                                                      std::string_view name)
{
    return sql.first(registered_by_name, {client.value, name},
                     [](const row& at) { return model::organization_id{at.integer(0)}; });
}

std::vector<model::organization_id> registered_of(connection& sql, model::client_id client)
{
    std::vector<model::organization_id> found;
    sql.each(all_registered, {client.value}, [&found](const row& at) { found.push_back({at.integer(0)}); });
    return found;
}

void load_organizations(connection& sql, index& into)
{
    base::persistent_map<model::organization_id, std::shared_ptr<organization_entry>> loading;
    sql.each(all_organizations, {}, [&loading](const row& at) {
        const model::organization o = organization_from(at);
        loading.set_unshared(o.id,
                             std::make_shared<organization_entry>(organization_entry{o, zone_of(o), {}, {}}));
    });
    sql.each(all_units, {}, [&loading](const row& at) {
        model::unit u = unit_from(at);
        (*loading.find(u.organization))->units.push_back(std::move(u));
    });
    each_door(sql, [&loading](model::door made) {
        (*loading.find(made.organization))->doors.push_back(std::move(made));
    });
    loading.each([&into](const model::organization_id& id, const std::shared_ptr<organization_entry>& entry) {
        std::reverse(entry->units.begin(), entry->units.end());
        into.organizations.set_unshared(id, entry);
    });
}

}  // namespace gatehouse::store
