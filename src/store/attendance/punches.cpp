#include "store/attendance/punches.hpp"

#include "store/attribution_sql.hpp"
#include "store/punches.hpp"

namespace gatehouse::store::attendance {
namespace {

#define GATEHOUSE_COLUMNS                                                                                    \
    "p.number, p.device_second, p.organization, p.presented, p.source, p.method, p.device, "                 \
    "p.device_millisecond, p.correction, p.received_at, p.marks, p.door"
// Behind the follower of what is shown, and before it. ?2 bounds the search, since numbers follow the time at
// which punches came.
constexpr statement of_person{
    "attendance_punches_of",
    "SELECT " GATEHOUSE_COLUMNS ", a.at FROM punch p JOIN attribution a ON a.number = " GATEHOUSE_ATTRIBUTION(
        "p") " WHERE p.number IN (SELECT s.number FROM punch_shown s WHERE s.presented IN "
             "(SELECT b.presented FROM attribution b WHERE b.person = ?1) AND s.number >= ?2 "
             "UNION ALL SELECT q.number FROM punch q WHERE q.number > (SELECT coalesce(max(position), 0) "
             "FROM "
             "follower WHERE name = 'punch_shown') AND q.number >= ?2 "
             "UNION ALL SELECT b.punch FROM attribution b WHERE b.person = ?1 AND b.punch IS NOT NULL) "
             "AND a.person = ?1 AND p.device_second >= ?3 AND p.device_second < ?4 "
             "ORDER BY p.device_second, p.number"};
constexpr statement behind{
    "attendance_punches_behind",
    "SELECT p.number, a.person, p.device_second * 1000 + p.device_millisecond, p.correction FROM punch p "
    "JOIN attribution a ON a.number = " GATEHOUSE_ATTRIBUTION(
        "p") " WHERE p.number > ?1 AND p.number <= ?2 AND a.person IS NOT NULL ORDER BY p.number"};
#undef GATEHOUSE_COLUMNS
own_punch own_from(const row& at)
{
    own_punch found;
    found.punch.number = {at.integer(0)};
    model::punch& what = found.punch.what;
    what.organization = {at.integer(2)};
    what.presented = {at.integer(3)};
    what.source = {at.integer(4)};
    what.method = static_cast<model::punch_method>(at.integer(5));
    what.device = {at.integer(6)};
    what.device_time = base::from_milliseconds(at.integer(1) * 1000 + at.integer(7));
    what.corrected_time = what.device_time + std::chrono::milliseconds(at.integer(8));
    what.received_at = at.time(9);
    what.marks = static_cast<model::punch_marks>(at.integer(10));
    what.door = {at.integer(11)};
    found.attributed_at = at.time(12);
    return found;
}

std::int64_t seconds_of(base::instant at)
{
    return std::chrono::floor<std::chrono::seconds>(at).time_since_epoch().count();
}

// A device may run ahead, and a server's clock may have been set back.
constexpr std::chrono::days clocks_differ{2};

}  // namespace

std::vector<own_punch> punches_of(connection& sql, model::person_id who, base::instant from,
                                  base::instant until)
{
    return sql.all(
        of_person,
        {who.value, first_received(sql, from - clocks_differ), seconds_of(from), seconds_of(until)},
        own_from);
}

new_punches punches_behind(connection& sql, std::int64_t after, std::int64_t most)
{
    new_punches made;
    made.until = std::min(after + most, std::max(after, last_punch(sql).value));
    made.found = sql.all(behind, {after, made.until}, [](const row& at) {
        const base::instant device = at.time(2);
        return new_punch{
            {at.integer(0)}, {at.integer(1)}, device, device + std::chrono::milliseconds(at.integer(3))};
    });
    return made;
}

}  // namespace gatehouse::store::attendance
