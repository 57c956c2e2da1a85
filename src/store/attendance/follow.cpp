#include "store/attendance/follow.hpp"

#include "store/attendance/civil.hpp"

#include <algorithm>

namespace gatehouse::store::attendance {
namespace {

constexpr statement any_rules{"attendance_has_rules",
                              "SELECT 1 WHERE EXISTS (SELECT 1 FROM attendance_assignment) OR "
                              "EXISTS (SELECT 1 FROM attendance_override)"};

constexpr statement newest_attribution{"attendance_newest_attribution",
                                       "SELECT coalesce(max(number), 0) FROM attribution"};
constexpr statement new_attributions{"attendance_attributions_behind",
                                     "SELECT number, punch, presented, from_punch FROM attribution WHERE "
                                     "number > ?1 ORDER BY number LIMIT ?2"};
constexpr statement owners_of_presented{
    "attendance_owners_of_presented",
    "SELECT DISTINCT person FROM attribution WHERE presented = ?1 AND person IS NOT NULL"};
// Of the punch itself, and of what it showed.
constexpr statement owners_of_punch{
    "attendance_owners_of_punch",
    "SELECT person FROM attribution WHERE punch = ?1 AND person IS NOT NULL UNION "
    "SELECT a.person FROM attribution a WHERE a.presented = (SELECT presented FROM punch WHERE number = ?1) "
    "AND a.person IS NOT NULL"};
#define GATEHOUSE_TIMES                                                                                      \
    "SELECT min(device_second + min(0, correction / 1000)), max(device_second + max(0, correction / 1000)) " \
    "FROM punch WHERE "
// Behind the follower of what is shown, and before it.
constexpr statement times_of_presented{
    "attendance_times_of_presented",
    GATEHOUSE_TIMES "number IN (SELECT s.number FROM punch_shown s WHERE s.presented = ?1 AND s.number >= ?2 "
                    "UNION ALL SELECT q.number FROM punch q WHERE q.number > (SELECT coalesce(max(position), "
                    "0) FROM follower WHERE name = 'punch_shown') AND q.number >= ?2 AND +q.presented = ?1)"};
constexpr statement time_of_punch{"attendance_time_of_punch", GATEHOUSE_TIMES "number = ?1"};
#undef GATEHOUSE_TIMES

// In the order of the indexes, so that a slice reads no more than itself.
#define GATEHOUSE_PEOPLE                                                                                     \
    "(SELECT person FROM attendance_assignment WHERE person > ?1 UNION "                                     \
    "SELECT person FROM attendance_override WHERE person > ?1 ORDER BY person LIMIT ?2) "
constexpr statement last_of_slice{"attendance_last_of_slice", "SELECT max(person) FROM " GATEHOUSE_PEOPLE};
constexpr statement touch_slice{
    "touch_attendance_slice",
    "INSERT INTO attendance_touched (person, first, last, stamp) SELECT i.person, ?3, ?4, 1 "
    "FROM " GATEHOUSE_PEOPLE "i JOIN person p ON p.id = i.person WHERE p.status = 'active' AND (EXISTS "
    "(SELECT 1 FROM attendance_assignment a WHERE a.person = p.id AND (a.until IS NULL OR a.until >= ?3)) "
    "OR EXISTS (SELECT 1 FROM attendance_override o WHERE o.person = p.id AND o.day >= ?3)) "
    "ON CONFLICT (person) DO UPDATE SET first = min(first, excluded.first), "
    "last = max(last, excluded.last), stamp = stamp + 1"};
#undef GATEHOUSE_PEOPLE

constexpr statement put_open{
    "put_attendance_open_day",
    "INSERT INTO attendance_open_day (person, day, closes_at) VALUES (?1, ?2, ?3) ON CONFLICT (person, day) "
    "DO UPDATE SET closes_at = ?3"};
constexpr statement drop_open{"drop_attendance_open_day",
                              "DELETE FROM attendance_open_day WHERE person = ?1 AND day = ?2"};
constexpr statement open_of{"attendance_open_days_of",
                            "SELECT person, day, closes_at FROM attendance_open_day WHERE person = ?1 "
                            "ORDER BY day"};
constexpr statement closed{"attendance_closed_days",
                           "SELECT person, day, closes_at FROM attendance_open_day WHERE closes_at < ?1 "
                           "ORDER BY closes_at, person, day LIMIT ?2"};

constexpr statement behind{"attendance_touched_behind",
                           "SELECT person, first, last, stamp FROM attendance_touched WHERE person > ?1 "
                           "ORDER BY person LIMIT ?2"};
constexpr statement of_one{"attendance_touched_of",
                           "SELECT person, first, last, stamp FROM attendance_touched WHERE person = ?1"};
constexpr statement narrow_one{"narrow_attendance_touched",
                               "UPDATE attendance_touched SET first = ?3 WHERE person = ?1 AND stamp = ?2"};

open_day open_from(const row& at)
{
    return {{at.integer(0)}, day_from(at.integer(1)), at.time(2)};
}

touched_days touched_from(const row& at)
{
    return {{at.integer(0)}, day_from(at.integer(1)), day_from(at.integer(2)), at.integer(3)};
}

base::instant from_seconds(std::int64_t count)
{
    return base::instant{std::chrono::seconds(count)};
}

}  // namespace

bool has_rules(connection& sql)
{
    return sql.number(any_rules).has_value();
}

std::int64_t last_attribution(connection& sql)
{
    return sql.number(newest_attribution).value_or(0);
}

moved attributions_behind(connection& sql, std::int64_t after, std::int64_t most)
{
    struct attributed {
        std::int64_t number = 0;
        std::optional<std::int64_t> punch;
        std::optional<std::int64_t> presented;
        std::int64_t from = 0;
    };
    moved made;
    made.until = after;
    for (const attributed& each : sql.all(new_attributions, {after, most}, [](const row& at) {
             return attributed{at.integer(0), at.maybe_integer(1), at.maybe_integer(2), at.integer(3)};
         })) {
        made.until = each.number;
        const std::int64_t what = each.punch ? *each.punch : each.presented.value_or(0);
        const auto times = [&](const row& at) { return std::pair(at.maybe_integer(0), at.maybe_integer(1)); };
        const auto found = each.punch ? sql.first(time_of_punch, {what}, times)
                                      : sql.first(times_of_presented, {what, each.from}, times);
        if (!found || !found->first)
            continue;
        for (const std::int64_t person : sql.all(each.punch ? owners_of_punch : owners_of_presented, {what},
                                                 [](const row& at) { return at.integer(0); }))
            made.found.push_back({{person}, from_seconds(*found->first), from_seconds(*found->second)});
    }
    return made;
}

std::int64_t touch_dates(transaction& in, model::civil_day first, model::civil_day last, std::int64_t after,
                         std::int64_t most)
{
    const auto until = in.sql.first(last_of_slice, {after, most},
                                    [](const row& at) { return at.maybe_integer(0).value_or(0); });
    if (until.value_or(0) == 0)
        return 0;
    in.sql.run(touch_slice, {after, most, number_of(first), number_of(last)});
    return *until;
}

void put_open_day(transaction& in, const open_day& what)
{
    in.sql.run(put_open, {what.person.value, number_of(what.day), base::to_milliseconds(what.closes_at)});
}

void drop_open_day(transaction& in, model::person_id who, model::civil_day day)
{
    in.sql.run(drop_open, {who.value, number_of(day)});
}

std::vector<open_day> open_days_of(connection& sql, model::person_id who)
{
    return sql.all(open_of, {who.value}, open_from);
}

std::vector<open_day> closed_days(connection& sql, base::instant now, std::int64_t most)
{
    return sql.all(closed, {base::to_milliseconds(now), most}, open_from);
}

std::vector<touched_days> touched_behind(connection& sql, std::int64_t after, std::int64_t most)
{
    return sql.all(behind, {after, most}, touched_from);
}

std::optional<touched_days> touched_of(connection& sql, model::person_id who)
{
    return sql.first(of_one, {who.value}, touched_from);
}

void narrow(transaction& in, const touched_days& what, model::civil_day first)
{
    in.sql.run(narrow_one, {what.person.value, what.stamp, number_of(first)});
}

}  // namespace gatehouse::store::attendance
