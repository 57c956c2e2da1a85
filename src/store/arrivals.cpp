#include "store/arrivals.hpp"

#include "store/followers.hpp"
#include "store/punch_block_sql.hpp"

#include <limits>

namespace gatehouse::store {
namespace {

constexpr std::string_view message_follower = "device_messages";
constexpr std::string_view checkin_follower = "device_checkins";
constexpr statement next_messages{"messages_to_count",
                                  "SELECT number, device, received_at, own_number FROM message "
                                  "WHERE number > ?1 ORDER BY number LIMIT ?2"};
constexpr statement next_checkins{"checkins_to_count",
                                  "SELECT number, device, received_at FROM punch WHERE number > ?1 "
                                  "ORDER BY number LIMIT ?2"};
constexpr statement find{
    "arrivals_of", "SELECT messages, checkins, repeated_messages, repeated_checkins, first_at, last_at, "
                   "last_checkin_at, last_number, steps FROM device_arrival WHERE device = ?1"};
constexpr statement add{
    "count_arrivals",
    "INSERT INTO device_arrival (device, messages, checkins, repeated_messages, repeated_checkins, first_at, "
    "last_at, last_checkin_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (device) DO UPDATE SET "
    "messages = messages + excluded.messages, checkins = checkins + excluded.checkins, "
    "repeated_messages = repeated_messages + excluded.repeated_messages, "
    "repeated_checkins = repeated_checkins + excluded.repeated_checkins, "
    "first_at = coalesce(first_at, excluded.first_at), last_at = coalesce(excluded.last_at, last_at), "
    "last_checkin_at = coalesce(excluded.last_checkin_at, last_checkin_at)"};
constexpr statement put_number{"put_numbering",
                               "INSERT INTO device_arrival (device, last_number, steps) VALUES (?1, ?2, ?3) "
                               "ON CONFLICT (device) DO UPDATE SET last_number = excluded.last_number, "
                               "steps = excluded.steps"};
constexpr statement add_hour{"count_hour", "INSERT INTO device_hour (device, hour, messages) "
                                           "VALUES (?1, ?2, ?3) ON CONFLICT (device, hour) DO UPDATE SET "
                                           "messages = messages + excluded.messages"};
constexpr statement drop_hours{"drop_old_hours", "DELETE FROM device_hour WHERE device = ?1 AND hour < ?2"};
constexpr statement all_hours{"hours_of", "SELECT hour, messages FROM device_hour WHERE device = ?1 "
                                          "AND hour >= ?2 ORDER BY hour"};
constexpr statement find_gap{"gap_around", "SELECT first, last, found_at FROM device_gap WHERE device = ?1 "
                                           "AND first <= ?2 ORDER BY first DESC LIMIT 1"};
constexpr statement insert_gap{"put_gap", "INSERT INTO device_gap (device, first, last, found_at) VALUES "
                                          "(?1, ?2, ?3, ?4) ON CONFLICT (device, first) DO UPDATE SET "
                                          "last = excluded.last, found_at = excluded.found_at"};
constexpr statement delete_gap{"drop_gap", "DELETE FROM device_gap WHERE device = ?1 AND first = ?2"};
constexpr statement newest_gaps{"gaps_of", "SELECT first, last, found_at FROM device_gap WHERE device = ?1 "
                                           "ORDER BY first DESC LIMIT ?2"};
constexpr statement missing{"count_missing_numbers",
                            "SELECT coalesce(sum(last - first + 1), 0) FROM device_gap WHERE device = ?1"};
constexpr statement punches{"punches_of_device",
                            "SELECT p.number, p.presented, p.device_second * 1000 + p.device_millisecond "
                            "FROM " GATEHOUSE_PUNCHES_OF("?1")
                                GATEHOUSE_BELOW("?2") " AND p.number >= ?3 AND k.block >= ?3 / 1024 AND "
                                                      "p.device = ?4 " GATEHOUSE_NEWEST_FIRST " LIMIT ?5"};
constexpr statement far_back{"far_back_of_device",
                             "SELECT p.number FROM " GATEHOUSE_PUNCHES_OF("?1")
                                 GATEHOUSE_BELOW("?2") " " GATEHOUSE_NEWEST_FIRST " LIMIT 1 OFFSET ?3"};
constexpr std::int64_t looked_past_most = 20'000;

number_gap gap_from(const row& at)
{
    return {at.integer(0), at.integer(1), at.time(2)};
}

}  // namespace

std::vector<arrived_message> messages_to_count(connection& sql, std::int64_t most)
{
    const std::int64_t from = follower_position(sql, message_follower).value_or(0);
    return sql.all(next_messages, {from, most}, [](const row& at) {
        return arrived_message{at.integer(0), {at.integer(1)}, at.time(2), at.maybe_integer(3)};
    });
}

std::vector<arrived_checkin> checkins_to_count(connection& sql, std::int64_t most)
{
    const std::int64_t from = follower_position(sql, checkin_follower).value_or(0);
    return sql.all(next_checkins, {from, most}, [](const row& at) {
        return arrived_checkin{at.integer(0), {at.integer(1)}, at.time(2)};
    });
}

void finish_counting_messages(transaction& in, std::int64_t until)
{
    move_follower(in, message_follower, until);
}

void finish_counting_checkins(transaction& in, std::int64_t until)
{
    move_follower(in, checkin_follower, until);
}

arrivals arrivals_of(connection& sql, model::device_id device)
{
    return sql
        .first(find, {device.value},
               [](const row& at) {
                   return arrivals{at.integer(0),    at.integer(1),       at.integer(2),
                                   at.integer(3),    at.maybe_time(4),    at.maybe_time(5),
                                   at.maybe_time(6), at.maybe_integer(7), at.integer(8)};
               })
        .value_or(arrivals{});
}

void count_arrivals(transaction& in, model::device_id device, const arrivals& more)
{
    in.sql.run(add,
               {device.value, more.messages, more.checkins, more.repeated_messages, more.repeated_checkins,
                time_or_null(more.first_at), time_or_null(more.last_at), time_or_null(more.last_checkin_at)});
}

void put_numbering(transaction& in, model::device_id device, std::int64_t last_number, std::int64_t steps)
{
    in.sql.run(put_number, {device.value, last_number, steps});
}

void count_hour(transaction& in, model::device_id device, hours when, std::int64_t messages, hours kept_from)
{
    in.sql.run(add_hour, {device.value, when.count(), messages});
    in.sql.run(drop_hours, {device.value, kept_from.count()});
}

std::vector<hour_count> hours_of(connection& sql, model::device_id device, hours from)
{
    return sql.all(all_hours, {device.value, from.count()}, [](const row& at) {
        return hour_count{hours(at.integer(0)), at.integer(1)};
    });
}

std::optional<number_gap> gap_around(connection& sql, model::device_id device, std::int64_t number)
{
    const auto below = sql.first(find_gap, {device.value, number}, gap_from);
    return below && number <= below->last ? below : std::nullopt;
}

void put_gap(transaction& in, model::device_id device, const number_gap& what)
{
    in.sql.run(insert_gap, {device.value, what.first, what.last, base::to_milliseconds(what.found_at)});
}

void drop_gap(transaction& in, model::device_id device, std::int64_t first)
{
    in.sql.run(delete_gap, {device.value, first});
}

std::vector<number_gap> gaps_of(connection& sql, model::device_id device, std::int64_t most)
{
    return sql.all(newest_gaps, {device.value, most}, gap_from);
}

std::int64_t count_missing_numbers(connection& sql, model::device_id device)
{
    return sql.number(missing, {device.value}).value();
}

device_punches punches_of_device(connection& sql, model::organization_id home, model::device_id device,
                                 std::int64_t before, std::int64_t most)
{
    const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
    const std::int64_t end = sql.number(far_back, {home.value, below, looked_past_most}).value_or(0);
    device_punches made{sql.all(punches, {home.value, below, end, device.value, most + 1},
                                [](const row& at) {
                                    return device_punch{at.integer(0), {at.integer(1)}, at.time(2)};
                                }),
                        end};
    if (static_cast<std::int64_t>(made.found.size()) > most) {
        made.found.pop_back();
        made.next = made.found.back().number;
    }
    return made;
}

}  // namespace gatehouse::store
