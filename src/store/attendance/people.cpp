#include "store/attendance/people.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

#define GATEHOUSE_ASSIGNMENT                                                                                 \
    "SELECT id, organization, person, kind, name, phase, since, until, decided_at, actor "                   \
    "FROM attendance_assignment WHERE "
constexpr statement insert_one{"insert_attendance_assignment",
                               "INSERT INTO attendance_assignment (organization, person, kind, name, phase, "
                               "since, until, decided_at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) "
                               "RETURNING id"};
constexpr statement end_one{"end_attendance_assignment",
                            "UPDATE attendance_assignment SET until = ?2 WHERE id = ?1"};
constexpr statement by_id{"find_attendance_assignment", GATEHOUSE_ASSIGNMENT "id = ?1"};
constexpr statement by_person{"attendance_assignments_of",
                              GATEHOUSE_ASSIGNMENT "person = ?1 AND (until IS NULL OR until >= since) "
                                                   "ORDER BY since, id"};
constexpr statement by_name{"attendance_assignments_to", GATEHOUSE_ASSIGNMENT
                            "organization = ?1 AND kind = ?2 AND name = ?3 AND id > ?4 "
                            "AND (until IS NULL OR until >= since) ORDER BY id LIMIT ?5"};
#undef GATEHOUSE_ASSIGNMENT
constexpr statement people{"people_under_attendance",
                           "SELECT DISTINCT person FROM attendance_assignment WHERE organization = ?1 AND "
                           "person > ?2 ORDER BY person LIMIT ?3"};
constexpr statement is_person{"is_under_attendance",
                              "SELECT 1 FROM attendance_assignment WHERE person = ?1 LIMIT 1"};

#define GATEHOUSE_OVERRIDE                                                                                   \
    "SELECT number, organization, person, day, plan, zone, decided_at, actor FROM attendance_override o "    \
    "WHERE "
constexpr statement insert_day{"insert_attendance_override",
                               "INSERT INTO attendance_override (organization, person, day, plan, zone, "
                               "decided_at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number"};
constexpr statement days_in_force{
    "attendance_overrides",
    GATEHOUSE_OVERRIDE "person = ?1 AND day BETWEEN ?2 AND ?3 AND plan IS NOT NULL AND NOT EXISTS (SELECT 1 "
                       "FROM attendance_override l WHERE l.person = o.person AND l.day = o.day AND "
                       "l.number > o.number) ORDER BY day"};
constexpr statement days_decided{"attendance_override_history",
                                 GATEHOUSE_OVERRIDE "person = ?1 AND day = ?2 ORDER BY number"};
#undef GATEHOUSE_OVERRIDE

constexpr statement put_employed{
    "put_attendance_employment",
    "INSERT INTO attendance_employment (person, organization, joined, left_on, works_since, spared_from, "
    "spared_until) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT (person) DO UPDATE SET joined = ?3, "
    "left_on = ?4, works_since = ?5, spared_from = ?6, spared_until = ?7"};
constexpr statement find_employed{"find_attendance_employment",
                                  "SELECT person, organization, joined, left_on, works_since, spared_from, "
                                  "spared_until FROM attendance_employment WHERE person = ?1"};

assignment assignment_from(const row& at)
{
    assignment what;
    what.id = at.integer(0);
    what.organization = {at.integer(1)};
    what.person = {at.integer(2)};
    what.kind = model::from_name<rule_kind>(at.text(3)).value();
    what.name = at.text(4);
    what.phase = at.integer(5);
    what.since = day_from(at.integer(6));
    what.until = maybe_day(at, 7);
    what.decided_at = at.time(8);
    what.actor = at.text(9);
    return what;
}

day_override override_from(const row& at)
{
    day_override what;
    what.number = at.integer(0);
    what.organization = {at.integer(1)};
    what.person = {at.integer(2)};
    what.day = day_from(at.integer(3));
    what.plan = at.maybe_text(4);
    what.zone = at.maybe_text(5);
    what.decided_at = at.time(6);
    what.actor = at.text(7);
    return what;
}

}  // namespace

std::int64_t insert_assignment(transaction& in, const assignment& what)
{
    return in.sql
        .number(insert_one, {what.organization.value, what.person.value, model::name_of(what.kind), what.name,
                             what.phase, number_of(what.since), day_or_null(what.until),
                             base::to_milliseconds(what.decided_at), what.actor})
        .value();
}

void end_assignment(transaction& in, std::int64_t id, std::optional<model::civil_day> until)
{
    in.sql.run(end_one, {id, day_or_null(until)});
}

std::optional<assignment> find_assignment(connection& sql, std::int64_t id)
{
    return sql.first(by_id, {id}, assignment_from);
}

std::vector<assignment> assignments_of(connection& sql, model::person_id who)
{
    return sql.all(by_person, {who.value}, assignment_from);
}

std::vector<assignment> assignments_to(connection& sql, model::organization_id home, rule_kind kind,
                                       std::string_view name, std::int64_t after, std::int64_t most)
{
    return sql.all(by_name, {home.value, model::name_of(kind), name, after, most}, assignment_from);
}

std::int64_t insert_override(transaction& in, const day_override& what)
{
    return in.sql
        .number(insert_day,
                {what.organization.value, what.person.value, number_of(what.day), or_null(what.plan),
                 or_null(what.zone), base::to_milliseconds(what.decided_at), what.actor})
        .value();
}

std::vector<day_override> overrides_of(connection& sql, model::person_id who, model::civil_day first,
                                       model::civil_day last)
{
    return sql.all(days_in_force, {who.value, number_of(first), number_of(last)}, override_from);
}

std::vector<day_override> override_history(connection& sql, model::person_id who, model::civil_day day)
{
    return sql.all(days_decided, {who.value, number_of(day)}, override_from);
}

void put_employment(transaction& in, const employment& what)
{
    in.sql.run(put_employed, {what.person.value, what.organization.value, day_or_null(what.joined),
                              day_or_null(what.left), day_or_null(what.works_since),
                              day_or_null(what.spared_from), day_or_null(what.spared_until)});
}

std::optional<employment> find_employment(connection& sql, model::person_id who)
{
    return sql.first(find_employed, {who.value}, [](const row& at) {
        return employment{{at.integer(0)},  {at.integer(1)},  maybe_day(at, 2), maybe_day(at, 3),
                          maybe_day(at, 4), maybe_day(at, 5), maybe_day(at, 6)};
    });
}

std::vector<model::person_id> people_under_rules(connection& sql, model::organization_id home,
                                                 std::int64_t after, std::int64_t most)
{
    return sql.all(people, {home.value, after, most},
                   [](const row& at) { return model::person_id{at.integer(0)}; });
}

bool is_under_rules(connection& sql, model::person_id who)
{
    return sql.number(is_person, {who.value}).has_value();
}

}  // namespace gatehouse::store::attendance
