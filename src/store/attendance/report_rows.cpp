#include "store/attendance/report_rows.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

constexpr statement page{"attendance_members",
                         "SELECT id, coalesce(unit, 0) FROM person WHERE organization = ?1 AND id > ?2 "
                         "ORDER BY id LIMIT ?3"};
constexpr statement names{"attendance_member_name",
                          "SELECT name, coalesce(number, '') FROM person WHERE id = ?1"};
constexpr statement device{
    "attendance_device_name",
    "SELECT CASE WHEN name = '' THEN external ELSE name END FROM device WHERE id = ?1"};
constexpr statement requests{"attendance_requests_in",
                             "SELECT id, person, words, first, last, state, filed_at FROM attendance_request "
                             "WHERE organization = ?1 AND "
                             "id > ?4 AND first <= ?3 AND last >= ?2 ORDER BY id LIMIT ?5"};
constexpr statement steps{"attendance_outlined_steps",
                          "SELECT level, approver, state, decided_by, opened_at, decided_at FROM "
                          "attendance_step WHERE request = ?1 "
                          "ORDER BY place IS NOT NULL, coalesce(place, turn), level, approver"};

}  // namespace

std::vector<member> members_after(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most)
{
    return sql.all(page, {home.value, after, most}, [](const row& at) {
        return member{{at.integer(0)}, {at.integer(1)}};
    });
}

member_name name_of_member(connection& sql, model::person_id who)
{
    return sql
        .first(names, {who.value},
               [](const row& at) {
                   return member_name{std::string(at.text(0)), std::string(at.text(1))};
               })
        .value_or(member_name{});
}

std::string name_of_device(connection& sql, model::device_id which)
{
    return sql.first(device, {which.value}, [](const row& at) { return std::string(at.text(0)); })
        .value_or("");
}

std::vector<request_outline> requests_in(connection& sql, model::organization_id home, model::civil_day first,
                                         model::civil_day last, std::int64_t after, std::int64_t most)
{
    return sql.all(requests, {home.value, number_of(first), number_of(last), after, most}, [](const row& at) {
        return request_outline{at.integer(0),
                               {at.integer(1)},
                               std::string(at.text(2)),
                               day_from(at.integer(3)),
                               day_from(at.integer(4)),
                               std::string(at.text(5)),
                               at.time(6)};
    });
}

std::vector<step_outline> outlined_steps(connection& sql, std::int64_t request)
{
    return sql.all(steps, {request}, [](const row& at) {
        return step_outline{at.integer(0),           {at.integer(1)},
                            std::string(at.text(2)), at.maybe_id<model::person_id>(3),
                            at.maybe_time(4),        at.maybe_time(5)};
    });
}

}  // namespace gatehouse::store::attendance
