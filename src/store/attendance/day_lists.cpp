#include "store/attendance/day_lists.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

// Where those without a fault begin: ids fit 53 bits.
constexpr std::int64_t faultless = std::int64_t{1} << 54U;

constexpr statement by_fault{
    "attendance_days_by_fault",
    "WITH RECURSIVE below (id) AS (SELECT id FROM unit WHERE id = ?3 UNION ALL "
    "SELECT u.id FROM unit u JOIN below b ON u.parent = b.id) "
    "SELECT d.person, d.day, d.organization, d.statuses, d.items, d.shift, d.inputs, d.computed_at "
    "FROM attendance_day d JOIN person p ON p.id = d.person WHERE d.organization = ?1 AND d.day = ?2 "
    "AND d.person > ?4 AND (?3 IS NULL OR p.unit IN (SELECT id FROM below)) AND (d.statuses LIKE '%late%' "
    "OR d.statuses LIKE '%early%' OR d.statuses LIKE '%away%' OR d.statuses LIKE '%short%' OR "
    "d.statuses LIKE '%missing%' OR d.statuses LIKE '%absent%') = ?5 ORDER BY d.person LIMIT ?6"};

}  // namespace

std::vector<listed_day> days_by_fault(connection& sql, model::organization_id home,
                                      const std::optional<model::unit_id>& unit, model::civil_day day,
                                      std::int64_t after, std::int64_t most)
{
    std::vector<listed_day> made;
    for (const std::int64_t fault : {1, 0}) {
        const std::int64_t begin = fault == 1 ? 0 : faultless;
        if (fault == 1 && after >= faultless)
            continue;
        const std::int64_t behind = std::max(after - begin, std::int64_t{0});
        const auto rest = most - static_cast<std::int64_t>(made.size());
        sql.each(by_fault, {home.value, number_of(day), id_or_null(unit), behind, fault, rest},
                 [&](const row& at) {
                     made.push_back({kept_from(at), at.integer(0) + begin});
                 });
    }
    return made;
}

}  // namespace gatehouse::store::attendance
