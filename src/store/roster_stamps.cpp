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

}  // namespace gatehouse::store
