#include "store/attendance/locks.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

// People `p` of the organization ?1 who belong to the unit ?2 or below it; to any, where it is null.
#define GATEHOUSE_BELOW                                                                                      \
    "WITH RECURSIVE below (id) AS (SELECT id FROM unit WHERE id = ?2 UNION ALL "                             \
    "SELECT u.id FROM unit u JOIN below b ON u.parent = b.id) "
#define GATEHOUSE_BELONGS "p.organization = ?1 AND (?2 IS NULL OR p.unit IN (SELECT id FROM below)) "

constexpr statement locked{
    "attendance_is_locked",
    "SELECT 1 WHERE EXISTS (SELECT 1 FROM attendance_locked_person WHERE person = ?1 AND first <= ?2 AND "
    "last >= ?2) OR EXISTS (SELECT 1 FROM attendance_lock l JOIN person p ON p.organization = l.organization "
    "WHERE p.id = ?1 AND l.unit IS NULL AND l.unlocked_at IS NULL AND l.first <= ?2 AND l.last >= ?2)"};
constexpr statement locked_for_all{
    "attendance_is_locked_for_all",
    "SELECT 1 FROM attendance_lock WHERE organization = ?1 AND unit IS NULL AND unlocked_at IS NULL AND "
    "first <= ?2 AND last >= ?2 LIMIT 1"};
constexpr statement on_person{
    "attendance_locks_on",
    "SELECT first, last, lock FROM attendance_locked_person WHERE person = ?1 UNION "
    "SELECT l.first, l.last, l.id FROM attendance_lock l JOIN person p ON p.organization = l.organization "
    "WHERE p.id = ?1 AND l.unit IS NULL AND l.unlocked_at IS NULL ORDER BY 1"};

constexpr statement put_lock{
    "insert_attendance_lock",
    "INSERT INTO attendance_lock (organization, unit, first, last, locked_at, actor) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id"};
constexpr statement put_people{
    "insert_attendance_locked_people",
    "INSERT INTO attendance_locked_person (person, first, last, lock) " GATEHOUSE_BELOW
    "SELECT p.id, ?3, ?4, ?5 FROM person p WHERE " GATEHOUSE_BELONGS
    "AND p.id IN (SELECT a.person FROM attendance_assignment a WHERE a.organization = ?1 UNION "
    "SELECT d.person FROM attendance_day d WHERE d.organization = ?1 AND d.day BETWEEN ?3 AND ?4) "
    "AND NOT EXISTS (SELECT 1 FROM attendance_locked_person k WHERE k.person = p.id AND k.first <= ?4 AND "
    "k.last >= ?3)"};

constexpr statement void_adjustments{
    "void_attendance_adjustments",
    "UPDATE attendance_adjustment SET void_at = ?4 WHERE organization = ?1 AND void_at IS NULL AND "
    "booked_on > ?3 AND day BETWEEN ?2 AND ?3 AND (?6 IS NULL OR person IN "
    "(SELECT person FROM attendance_locked_person WHERE lock = ?5))"};
constexpr statement touch_locked{
    "touch_attendance_of_lock",
    "INSERT INTO attendance_touched (person, first, last, stamp) SELECT person, ?2, ?3, 1 FROM ("
    "SELECT person FROM attendance_locked_person WHERE lock = ?1 UNION SELECT person FROM "
    "attendance_adjustment WHERE organization = ?4 AND void_at = ?5 AND day BETWEEN ?2 AND ?3) WHERE true "
    "ON CONFLICT (person) DO UPDATE SET first = min(first, excluded.first), last = max(last, excluded.last), "
    "stamp = stamp + 1"};
constexpr statement drop_words{"drop_attendance_words_of_lock",
                               "DELETE FROM attendance_locked_why WHERE day BETWEEN ?2 AND ?3 AND person IN "
                               "(SELECT person FROM attendance_locked_person WHERE lock = ?1)"};
constexpr statement drop_people{"drop_attendance_locked_people",
                                "DELETE FROM attendance_locked_person WHERE lock = ?1"};
constexpr statement lift{"lift_attendance_lock", "UPDATE attendance_lock SET unlocked_at = ?2 WHERE id = ?1"};

#define GATEHOUSE_LOCK                                                                                       \
    "SELECT id, organization, unit, first, last, locked_at, actor, unlocked_at FROM attendance_lock WHERE "
constexpr statement lock_by_id{"find_attendance_lock", GATEHOUSE_LOCK "id = ?1"};
constexpr statement lock_list{"attendance_locks_of",
                              GATEHOUSE_LOCK "organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
#undef GATEHOUSE_LOCK
// Of everybody, of the unit ?2, of one above it or of one below it.
constexpr statement any_locked{
    "attendance_has_locked",
    "WITH RECURSIVE below (id) AS (SELECT id FROM unit WHERE id = ?2 UNION ALL "
    "SELECT u.id FROM unit u JOIN below b ON u.parent = b.id), "
    "above (id) AS (SELECT parent FROM unit WHERE id = ?2 UNION ALL "
    "SELECT u.parent FROM unit u JOIN above a ON u.id = a.id WHERE u.parent IS NOT NULL) "
    "SELECT 1 FROM attendance_lock l WHERE l.organization = ?1 AND l.unlocked_at IS NULL AND l.first <= ?4 "
    "AND l.last >= ?3 AND (l.unit IS NULL OR ?2 IS NULL OR l.unit IN (SELECT id FROM below) OR l.unit IN "
    "(SELECT id FROM above)) LIMIT 1"};
constexpr statement later_lock{
    "attendance_has_later_lock",
    "SELECT 1 FROM attendance_lock l WHERE l.organization = ?1 AND l.unlocked_at IS NULL AND l.first > ?2 "
    "AND "
    "(l.unit IS NULL OR ?4 IS NULL OR EXISTS (SELECT 1 FROM attendance_locked_person k JOIN "
    "attendance_locked_person o ON o.person = k.person AND o.lock = ?3 WHERE k.lock = l.id)) LIMIT 1"};

constexpr statement in_the_way{
    "attendance_lock_obstacles", GATEHOUSE_BELOW
    "SELECT person, day, pending FROM ("
    "SELECT o.person, o.day, 1 AS pending FROM attendance_open_day o JOIN person p ON p.id = o.person "
    "WHERE o.closes_at < ?6 AND o.day BETWEEN ?3 AND ?4 AND " GATEHOUSE_BELONGS
    "UNION ALL SELECT t.person, max(t.first, ?3), 1 FROM attendance_touched t JOIN person p ON "
    "p.id = t.person WHERE t.first <= ?4 AND t.last >= ?3 AND " GATEHOUSE_BELONGS
    "UNION ALL SELECT d.person, d.day, 0 FROM attendance_day d JOIN person p ON p.id = d.person "
    "WHERE d.organization = ?1 AND d.day BETWEEN ?3 AND ?4 AND d.items LIKE '%unproven%' AND NOT EXISTS "
    "(SELECT 1 FROM attendance_open_day o WHERE o.person = d.person AND o.day = d.day) "
    "AND " GATEHOUSE_BELONGS ") ORDER BY pending DESC, person, day LIMIT ?5"};

constexpr statement without_words{
    "attendance_locked_without_words",
    "SELECT k.lock, k.person, k.first, k.last, l.locked_at FROM attendance_locked_person k JOIN "
    "attendance_lock l ON l.id = k.lock WHERE k.has_words = 0 ORDER BY k.lock, k.person LIMIT ?1"};
constexpr statement put_why{"put_attendance_locked_why",
                            "INSERT INTO attendance_locked_why (person, day, words) VALUES (?1, ?2, ?3) "
                            "ON CONFLICT (person, day) DO NOTHING"};
constexpr statement has_words{"finish_attendance_locked_why",
                              "UPDATE attendance_locked_person SET has_words = 1 WHERE person = ?1 AND "
                              "first = ?2 AND lock = ?3"};
constexpr statement find_why{"find_attendance_locked_why",
                             "SELECT words FROM attendance_locked_why WHERE person = ?1 AND day = ?2"};

constexpr statement put_adjustment{
    "insert_attendance_adjustment",
    "INSERT INTO attendance_adjustment (organization, person, day, booked_on, minutes, statuses, items, why, "
    "booked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id"};
#define GATEHOUSE_ADJUSTMENT                                                                                 \
    "SELECT id, organization, person, day, booked_on, minutes, statuses, items, why, booked_at FROM "        \
    "attendance_adjustment WHERE void_at IS NULL AND "
constexpr statement adjustments_booked{"attendance_adjustments_of", GATEHOUSE_ADJUSTMENT
                                       "person = ?1 AND booked_on BETWEEN ?2 AND ?3 ORDER BY id"};
constexpr statement adjustments_day{"attendance_adjustments_about",
                                    GATEHOUSE_ADJUSTMENT "person = ?1 AND day = ?2 ORDER BY id"};
constexpr statement adjustments_list{"attendance_adjustments_in", GATEHOUSE_ADJUSTMENT
                                     "organization = ?1 AND booked_on BETWEEN ?2 AND ?3 AND id > ?4 "
                                     "ORDER BY id LIMIT ?5"};
#undef GATEHOUSE_ADJUSTMENT

period_lock lock_from(const row& at)
{
    return {at.integer(0),           {at.integer(1)}, at.maybe_id<model::unit_id>(2), day_from(at.integer(3)),
            day_from(at.integer(4)), at.time(5),      std::string(at.text(6)),        at.maybe_time(7)};
}

adjustment adjustment_from(const row& at)
{
    return {at.integer(0),           {at.integer(1)},
            {at.integer(2)},         day_from(at.integer(3)),
            day_from(at.integer(4)), std::string(at.text(5)),
            std::string(at.text(6)), std::string(at.text(7)),
            std::string(at.text(8)), at.time(9)};
}

// A claim closes at most so long after its date.
constexpr std::chrono::days closes_within{4};

}  // namespace

bool is_locked(connection& sql, model::person_id who, model::civil_day day)
{
    return sql.number(locked, {who.value, number_of(day)}).has_value();
}

bool is_locked_for_all(connection& sql, model::organization_id home, model::civil_day day)
{
    return sql.number(locked_for_all, {home.value, number_of(day)}).has_value();
}

std::vector<locked_days> locks_on(connection& sql, model::person_id who)
{
    return sql.all(on_person, {who.value}, [](const row& at) {
        return locked_days{day_from(at.integer(0)), day_from(at.integer(1)), at.integer(2)};
    });
}

std::int64_t insert_lock(transaction& in, const period_lock& what)
{
    const std::int64_t first = number_of(what.first);
    const std::int64_t last = number_of(what.last);
    const std::int64_t id = in.sql
                                .number(put_lock, {what.organization.value, id_or_null(what.unit), first,
                                                   last, base::to_milliseconds(what.locked_at), what.actor})
                                .value();
    in.sql.run(put_people, {what.organization.value, id_or_null(what.unit), first, last, id});
    return id;
}

void lift_lock(transaction& in, const period_lock& what, base::instant now)
{
    const std::int64_t first = number_of(what.first);
    const std::int64_t last = number_of(what.last);
    const std::int64_t at = base::to_milliseconds(now);
    in.sql.run(void_adjustments, {what.organization.value, first, last, at, what.id, id_or_null(what.unit)});
    in.sql.run(touch_locked, {what.id, first, last, what.organization.value, at});
    in.sql.run(drop_words, {what.id, first, last});
    in.sql.run(drop_people, {what.id});
    in.sql.run(lift, {what.id, at});
}

std::optional<period_lock> find_lock(connection& sql, std::int64_t id)
{
    return sql.first(lock_by_id, {id}, lock_from);
}

std::vector<period_lock> locks_of(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most)
{
    return sql.all(lock_list, {home.value, after, most}, lock_from);
}

bool has_locked(connection& sql, model::organization_id home, const std::optional<model::unit_id>& unit,
                model::civil_day first, model::civil_day last)
{
    return sql.number(any_locked, {home.value, id_or_null(unit), number_of(first), number_of(last)})
        .has_value();
}

bool has_later_lock(connection& sql, const period_lock& what)
{
    return sql
        .number(later_lock, {what.organization.value, number_of(what.first), what.id, id_or_null(what.unit)})
        .has_value();
}

std::vector<lock_obstacle> obstacles(connection& sql, model::organization_id home,
                                     const std::optional<model::unit_id>& unit, model::civil_day first,
                                     model::civil_day last, std::int64_t most)
{
    const base::instant closed{(last + closes_within).time_since_epoch()};
    return sql.all(in_the_way,
                   {home.value, id_or_null(unit), number_of(first), number_of(last), most,
                    base::to_milliseconds(closed)},
                   [](const row& at) {
                       return lock_obstacle{{at.integer(0)}, day_from(at.integer(1)), at.integer(2) != 0};
                   });
}

std::vector<wordless> next_wordless(connection& sql, std::int64_t most)
{
    return sql.all(without_words, {most}, [](const row& at) {
        return wordless{
            at.integer(0), {at.integer(1)}, day_from(at.integer(2)), day_from(at.integer(3)), at.time(4)};
    });
}

void put_words(transaction& in, model::person_id who, model::civil_day day, std::string_view words)
{
    in.sql.run(put_why, {who.value, number_of(day), words});
}

void finish_words(transaction& in, const wordless& what)
{
    in.sql.run(has_words, {what.person.value, number_of(what.first), what.lock});
}

std::optional<std::string> words_of(connection& sql, model::person_id who, model::civil_day day)
{
    return sql.first(find_why, {who.value, number_of(day)},
                     [](const row& at) { return std::string(at.text(0)); });
}

std::int64_t insert_adjustment(transaction& in, const adjustment& what)
{
    return in.sql
        .number(put_adjustment,
                {what.organization.value, what.person.value, number_of(what.day), number_of(what.booked_on),
                 what.minutes, what.statuses, what.items, what.why, base::to_milliseconds(what.booked_at)})
        .value();
}

std::vector<adjustment> adjustments_of(connection& sql, model::person_id who, model::civil_day booked_from,
                                       model::civil_day booked_until)
{
    return sql.all(adjustments_booked, {who.value, number_of(booked_from), number_of(booked_until)},
                   adjustment_from);
}

std::vector<adjustment> adjustments_about(connection& sql, model::person_id who, model::civil_day day)
{
    return sql.all(adjustments_day, {who.value, number_of(day)}, adjustment_from);
}

std::vector<adjustment> adjustments_in(connection& sql, model::organization_id home,
                                       model::civil_day booked_from, model::civil_day booked_until,
                                       std::int64_t after, std::int64_t most)
{
    return sql.all(adjustments_list,
                   {home.value, number_of(booked_from), number_of(booked_until), after, most},
                   adjustment_from);
}

}  // namespace gatehouse::store::attendance
