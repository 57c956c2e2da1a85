#include "store/attendance/report_rows.hpp"

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

}  // namespace gatehouse::store::attendance
