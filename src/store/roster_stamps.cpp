#include "store/roster_stamps.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_CHANGED(kind, ended)                                                                       \
    " FROM roster_stamp s JOIN " kind " r ON r.id = s.object WHERE s.organization = ?1 AND s.kind = '" kind  \
    "' AND s.stamp > coalesce(?2, 0) AND (?2 IS NOT NULL OR r.status <> '" ended "')"
constexpr statement people{"people_changed",
                           "SELECT s.stamp, r.status = 'gone', r.id, r.name, r.number, r.role, "
                           "r.unit" GATEHOUSE_CHANGED("person", "gone") " ORDER BY s.stamp LIMIT ?3"};
constexpr statement units{"units_changed",
                          "SELECT s.stamp, r.status = 'deleted', r.id, r.name, "
                          "r.parent" GATEHOUSE_CHANGED("unit", "deleted") " ORDER BY s.stamp LIMIT ?3"};
constexpr statement count_people{"count_people_changed",
                                 "SELECT count(*)" GATEHOUSE_CHANGED("person", "gone")};
constexpr statement count_units{"count_units_changed",
                                "SELECT count(*)" GATEHOUSE_CHANGED("unit", "deleted")};
#undef GATEHOUSE_CHANGED

constexpr statement to_tell{
    "rosters_to_tell",
    "SELECT organization, kind, newest FROM (SELECT o.organization AS organization, k.kind AS kind, (SELECT "
    "max(s.stamp) FROM roster_stamp s WHERE s.organization = o.organization AND s.kind = k.kind) AS newest, "
    "(SELECT t.stamp FROM roster_told t WHERE t.organization = o.organization AND t.kind = k.kind) AS told "
    "FROM (SELECT DISTINCT i.organization AS organization FROM app_install i JOIN app a ON a.id = i.app "
    "WHERE a.address_book <> 0) o, (SELECT 'person' AS kind UNION ALL SELECT 'unit') k) f "
    "WHERE newest > coalesce(told, 0)"};
constexpr statement put_told{"put_roster_told",
                             "INSERT INTO roster_told (organization, kind, stamp) VALUES (?1, ?2, ?3) "
                             "ON CONFLICT (organization, kind) DO UPDATE SET stamp = ?3"};
constexpr statement begin_telling{
    "begin_telling_roster",
    "INSERT INTO roster_told (organization, kind, stamp) SELECT organization, kind, max(stamp) FROM "
    "roster_stamp WHERE organization = ?1 GROUP BY organization, kind "
    "ON CONFLICT (organization, kind) DO NOTHING"};

}  // namespace

std::vector<stamped<model::person>> people_changed(connection& sql, const roster_page& asked)
{
    return sql.all(people, {asked.of.value, or_null(asked.after), asked.most}, [&asked](const row& at) {
        stamped<model::person> made{at.integer(0), at.integer(1) != 0, {}};
        made.what.id = {at.integer(2)};
        made.what.organization = asked.of;
        made.what.name = at.text(3);
        made.what.number = at.maybe_text(4);
        made.what.role = at.text(5);
        made.what.unit = at.maybe_id<model::unit_id>(6);
        return made;
    });
}

std::vector<stamped<model::unit>> units_changed(connection& sql, const roster_page& asked)
{
    return sql.all(units, {asked.of.value, or_null(asked.after), asked.most}, [&asked](const row& at) {
        stamped<model::unit> made{at.integer(0), at.integer(1) != 0, {}};
        made.what.id = {at.integer(2)};
        made.what.organization = asked.of;
        made.what.name = at.text(3);
        made.what.parent = at.maybe_id<model::unit_id>(4);
        return made;
    });
}

std::int64_t count_people_changed(connection& sql, const roster_page& asked)
{
    return sql.number(count_people, {asked.of.value, or_null(asked.after)}).value();
}

std::int64_t count_units_changed(connection& sql, const roster_page& asked)
{
    return sql.number(count_units, {asked.of.value, or_null(asked.after)}).value();
}

std::vector<changed_roster> rosters_to_tell(connection& sql)
{
    return sql.all(to_tell, {}, [](const row& at) {
        return changed_roster{{at.integer(0)}, std::string(at.text(1)), at.integer(2)};
    });
}

void roster_told(transaction& in, const changed_roster& what)
{
    in.sql.run(put_told, {what.of.value, std::string_view(what.kind), what.stamp});
}

void begin_telling_roster(transaction& in, model::organization_id of)
{
    in.sql.run(begin_telling, {of.value});
}

}  // namespace gatehouse::store
