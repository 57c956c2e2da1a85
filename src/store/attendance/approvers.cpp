#include "store/attendance/approvers.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

constexpr statement drop_leads{"drop_attendance_leads", "DELETE FROM attendance_lead WHERE unit = ?1"};
constexpr statement insert_lead{"insert_attendance_lead",
                                "INSERT INTO attendance_lead (unit, person) VALUES (?1, ?2) ON CONFLICT DO "
                                "NOTHING"};
constexpr statement leads{"attendance_leads",
                          "SELECT l.person FROM attendance_lead l JOIN person p ON p.id = l.person WHERE "
                          "l.unit = ?1 AND p.status = 'active' ORDER BY l.person"};
constexpr statement drop_role{"drop_attendance_role",
                              "DELETE FROM attendance_role WHERE organization = ?1 AND role = ?2"};
constexpr statement insert_role{"insert_attendance_role",
                                "INSERT INTO attendance_role (organization, role, person) VALUES (?1, ?2, "
                                "?3) ON CONFLICT DO NOTHING"};
constexpr statement roles{"attendance_roles",
                          "SELECT r.role, r.person FROM attendance_role r JOIN person p ON p.id = r.person "
                          "WHERE r.organization = ?1 AND p.status = 'active' ORDER BY r.role, r.person"};

#define GATEHOUSE_DEPUTY                                                                                     \
    "SELECT id, organization, principal, acting, kind, since, until, decided_at, actor FROM "                \
    "attendance_deputy WHERE "
#define GATEHOUSE_ALIVE " AND (until IS NULL OR until >= since) ORDER BY id"
constexpr statement insert_one{"insert_attendance_deputy",
                               "INSERT INTO attendance_deputy (organization, principal, acting, kind, since, "
                               "until, decided_at, actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING "
                               "id"};
constexpr statement end_one{"end_attendance_deputy", "UPDATE attendance_deputy SET until = ?2 WHERE id = ?1"};
constexpr statement by_id{"find_attendance_deputy", GATEHOUSE_DEPUTY "id = ?1"};
constexpr statement by_principal{"attendance_deputies_of", GATEHOUSE_DEPUTY "principal = ?1" GATEHOUSE_ALIVE};
constexpr statement by_acting{"attendance_deputies_by", GATEHOUSE_DEPUTY "acting = ?1" GATEHOUSE_ALIVE};
#undef GATEHOUSE_DEPUTY
#undef GATEHOUSE_ALIVE

kept_deputy deputy_from(const row& at)
{
    kept_deputy made;
    made.id = at.integer(0);
    made.organization = {at.integer(1)};
    made.what.principal = {at.integer(2)};
    made.what.acting = {at.integer(3)};
    if (const auto kind = at.maybe_text(4))
        made.what.kind = model::from_name<model::attendance::asked_kind>(*kind);
    made.what.from = day_from(at.integer(5));
    made.what.until = maybe_day(at, 6);
    made.decided_at = at.time(7);
    made.actor = at.text(8);
    return made;
}

}  // namespace

void put_leads(transaction& in, model::unit_id unit, const std::vector<model::person_id>& people)
{
    in.sql.run(drop_leads, {unit.value});
    for (const model::person_id each : people)
        in.sql.run(insert_lead, {unit.value, each.value});
}

std::vector<model::person_id> leads_of(connection& sql, model::unit_id unit)
{
    return sql.all(leads, {unit.value}, [](const row& at) { return model::person_id{at.integer(0)}; });
}

void put_role(transaction& in, model::organization_id home, std::string_view role,
              const std::vector<model::person_id>& people)
{
    in.sql.run(drop_role, {home.value, role});
    for (const model::person_id each : people)
        in.sql.run(insert_role, {home.value, role, each.value});
}

std::vector<role_of_people> roles_of(connection& sql, model::organization_id home)
{
    std::vector<role_of_people> found;
    sql.each(roles, {home.value}, [&found](const row& at) {
        if (found.empty() || found.back().role != at.text(0))
            found.push_back({std::string(at.text(0)), {}});
        found.back().people.push_back({at.integer(1)});
    });
    return found;
}

std::int64_t insert_deputy(transaction& in, const kept_deputy& what)
{
    const value kind = what.what.kind ? value{model::name_of(*what.what.kind)} : value{nullptr};
    return in.sql
        .number(insert_one, {what.organization.value, what.what.principal.value, what.what.acting.value, kind,
                             number_of(what.what.from), day_or_null(what.what.until),
                             base::to_milliseconds(what.decided_at), what.actor})
        .value();
}

void end_deputy(transaction& in, std::int64_t id, model::civil_day until)
{
    in.sql.run(end_one, {id, number_of(until)});
}

std::optional<kept_deputy> find_deputy(connection& sql, std::int64_t id)
{
    return sql.first(by_id, {id}, deputy_from);
}

std::vector<kept_deputy> deputies_of(connection& sql, model::person_id principal)
{
    return sql.all(by_principal, {principal.value}, deputy_from);
}

std::vector<kept_deputy> deputies_by(connection& sql, model::person_id acting)
{
    return sql.all(by_acting, {acting.value}, deputy_from);
}

}  // namespace gatehouse::store::attendance
