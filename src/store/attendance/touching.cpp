#include "store/attendance/touching.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

#define GATEHOUSE_TOUCH                                                                                      \
    " GROUP BY person ON CONFLICT (person) DO UPDATE SET first = min(first, excluded.first), "               \
    "last = max(last, excluded.last), stamp = stamp + 1"
#define GATEHOUSE_TOUCH_ASSIGNED                                                                             \
    "INSERT INTO attendance_touched (person, first, last, stamp) SELECT person, "                            \
    "max(min(since) - 2, ?2), min(max(coalesce(until, ?3)) + 2, ?3), 1 FROM attendance_assignment "          \
    "WHERE organization = ?1 AND since <= ?3 AND coalesce(until, ?3) >= ?2 "                                 \
    "AND (until IS NULL OR until >= since) "
constexpr statement assigned{"touch_attendance_assigned",
                             GATEHOUSE_TOUCH_ASSIGNED "AND kind = ?4 AND name = ?5" GATEHOUSE_TOUCH};
constexpr statement all_assigned{"touch_attendance_all_assigned", GATEHOUSE_TOUCH_ASSIGNED GATEHOUSE_TOUCH};
constexpr statement overridden{
    "touch_attendance_overridden",
    "INSERT INTO attendance_touched (person, first, last, stamp) SELECT person, max(min(day) - 2, ?2), "
    "min(max(day) + 2, ?3), 1 FROM attendance_override WHERE organization = ?1 AND plan = ?4 "
    "AND day BETWEEN ?2 AND ?3" GATEHOUSE_TOUCH};
#undef GATEHOUSE_TOUCH_ASSIGNED
#undef GATEHOUSE_TOUCH
constexpr statement set_from{
    "attendance_shift_is_set",
    "SELECT 1 FROM attendance_override o WHERE organization = ?1 AND plan = ?2 AND day >= ?3 AND NOT EXISTS "
    "(SELECT 1 FROM attendance_override l WHERE l.person = o.person AND l.day = o.day AND "
    "l.number > o.number) LIMIT 1"};
constexpr statement set_ever{
    "attendance_shift_was_set",
    "SELECT 1 FROM attendance_override WHERE organization = ?1 AND plan = ?2 LIMIT 1"};

}  // namespace

void touch_assigned(transaction& in, model::organization_id home, rule_kind kind, std::string_view name,
                    const touched_span& days)
{
    if (days.first <= days.last)
        in.sql.run(assigned,
                   {home.value, number_of(days.first), number_of(days.last), model::name_of(kind), name});
}

void touch_overridden(transaction& in, model::organization_id home, std::string_view shift,
                      const touched_span& days)
{
    if (days.first <= days.last)
        in.sql.run(overridden, {home.value, number_of(days.first), number_of(days.last), shift});
}

void touch_all_assigned(transaction& in, model::organization_id home, const touched_span& days)
{
    if (days.first <= days.last)
        in.sql.run(all_assigned, {home.value, number_of(days.first), number_of(days.last)});
}

bool is_overridden(connection& sql, model::organization_id home, std::string_view shift,
                   model::civil_day first)
{
    return sql.number(set_from, {home.value, shift, number_of(first)}).has_value();
}

bool was_overridden(connection& sql, model::organization_id home, std::string_view shift)
{
    return sql.number(set_ever, {home.value, shift}).has_value();
}

}  // namespace gatehouse::store::attendance
