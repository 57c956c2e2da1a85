#include "store/attendance/days.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

constexpr statement touch_person{
    "touch_attendance",
    "INSERT INTO attendance_touched (person, first, last, stamp) VALUES (?1, ?2, ?3, 1) ON CONFLICT (person) "
    "DO UPDATE SET first = min(first, ?2), last = max(last, ?3), stamp = stamp + 1"};
constexpr statement touched{"attendance_touched",
                            "SELECT person, first, last, stamp FROM attendance_touched ORDER BY person "
                            "LIMIT ?1"};
constexpr statement settle_person{"settle_attendance",
                                  "DELETE FROM attendance_touched WHERE person = ?1 AND stamp = ?2"};

constexpr statement put_one{
    "put_attendance_day",
    "INSERT INTO attendance_day (person, day, organization, statuses, items, shift, inputs, computed_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (person, day) DO UPDATE SET statuses = ?4, "
    "items = ?5, shift = ?6, inputs = ?7, computed_at = ?8"};
constexpr statement drop_one{"drop_attendance_day",
                             "DELETE FROM attendance_day WHERE person = ?1 AND day = ?2"};
#define GATEHOUSE_DAY                                                                                        \
    "SELECT person, day, organization, statuses, items, shift, inputs, computed_at FROM attendance_day "     \
    "WHERE "
constexpr statement by_person{"attendance_days_of",
                              GATEHOUSE_DAY "person = ?1 AND day BETWEEN ?2 AND ?3 ORDER BY day"};
constexpr statement by_date{"attendance_days_on",
                            GATEHOUSE_DAY "organization = ?1 AND day = ?2 AND person > ?3 ORDER BY person "
                                          "LIMIT ?4"};
#undef GATEHOUSE_DAY

}  // namespace

kept_day kept_from(const row& at)
{
    kept_day what;
    what.person = {at.integer(0)};
    what.day = day_from(at.integer(1));
    what.organization = {at.integer(2)};
    what.statuses = at.text(3);
    what.items = at.text(4);
    what.shift = at.maybe_text(5);
    what.inputs = base::digest::from(at.text(6)).value();
    what.computed_at = at.time(7);
    return what;
}

void touch(transaction& in, model::person_id who, model::civil_day first, model::civil_day last)
{
    in.sql.run(touch_person, {who.value, number_of(first), number_of(last)});
}

std::vector<touched_days> next_touched(connection& sql, std::int64_t most)
{
    return sql.all(touched, {most}, [](const row& at) {
        return touched_days{{at.integer(0)}, day_from(at.integer(1)), day_from(at.integer(2)), at.integer(3)};
    });
}

void settle(transaction& in, const touched_days& what)
{
    in.sql.run(settle_person, {what.person.value, what.stamp});
}

void put_day(transaction& in, const kept_day& what)
{
    in.sql.run(put_one,
               {what.person.value, number_of(what.day), what.organization.value, what.statuses, what.items,
                or_null(what.shift), blob{what.inputs.view()}, base::to_milliseconds(what.computed_at)});
}

void drop_day(transaction& in, model::person_id who, model::civil_day day)
{
    in.sql.run(drop_one, {who.value, number_of(day)});
}

std::vector<kept_day> days_of(connection& sql, model::person_id who, model::civil_day first,
                              model::civil_day last)
{
    return sql.all(by_person, {who.value, number_of(first), number_of(last)}, kept_from);
}

std::vector<kept_day> days_on(connection& sql, model::organization_id home, model::civil_day day,
                              std::int64_t after, std::int64_t most)
{
    return sql.all(by_date, {home.value, number_of(day), after, most}, kept_from);
}

}  // namespace gatehouse::store::attendance
