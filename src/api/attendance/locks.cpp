// Locked periods, what stands in the way of one, and what they owe.
#include "api/attendance/day_item.hpp"
#include "api/attendance/results.hpp"
#include "api/page.hpp"
#include "ops/attendance/locking.hpp"
#include "ops/attendance/rule_deeds.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;

struct lock_item {
    std::int64_t id = 0;
    model::organization_id organization;
    std::optional<model::unit_id> unit;
    model::civil_day from;
    model::civil_day to;
    base::instant locked_at{};
    std::string locked_by;
    std::optional<base::instant> unlocked_at;
};
struct lock_input {
    model::civil_day from;
    model::civil_day to;
    std::optional<model::unit_id> unit;
    std::optional<std::vector<model::person_id>> accepted;
};
struct unlock_input {
    std::string reason;
};
struct obstacle_item {
    model::person_id person;
    model::civil_day day;
};
struct check_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
    std::optional<model::unit_id> unit;
};
struct check_item {
    std::vector<obstacle_item> pending;
    std::vector<obstacle_item> unproven;
    bool cut = false;
};
struct adjustment_item {
    std::int64_t id = 0;
    model::person_id person;
    model::civil_day day;
    model::civil_day booked_on;
    endpoint::json_text minutes;
    std::string statuses;
    std::string items;
    base::instant booked_at{};
};
struct adjustments_query : page_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::lock_item> = [] {
    using m = api::lock_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"organization_id", &m::organization, presence::required, "Whose it is.", "1"},
        field{"unit_id", &m::unit, presence::required, "With those below it; null: everybody.", "1"},
        field{"from", &m::from, presence::required, "The first date.", "2026-03-01"},
        field{"to", &m::to, presence::required, "The last date.", "2026-03-31"},
        field{"locked_at", &m::locked_at, presence::required, "RFC 3339, UTC.", "2026-04-05T04:00:00Z"},
        field{"locked_by", &m::locked_by, presence::required, "Who did it.", "login office"},
        field{"unlocked_at", &m::unlocked_at, presence::required, "Null: it is in force.",
              "2026-04-06T04:00:00Z"}};
}();

template <>
inline constexpr auto fields_of<api::lock_input> = [] {
    using m = api::lock_input;
    return std::tuple{
        field{"from", &m::from, presence::required, "The first date.", "2026-03-01"},
        field{"to", &m::to, presence::required, "The last date; it is over.", "2026-03-31"},
        field{"unit_id", &m::unit, presence::optional, "With those below it; everybody when left out.", "1"},
        field{"accepted",
              &m::accepted,
              presence::optional,
              "People whose unproven minutes are accepted as they are.",
              "[7,12]",
              {0, 5000}}};
}();

template <>
inline constexpr auto fields_of<api::unlock_input> = std::tuple{field{"reason",
                                                                      &api::unlock_input::reason,
                                                                      presence::required,
                                                                      "Stands in the audit trail.",
                                                                      "A machine brought its punches late",
                                                                      {1, 200}}};

template <>
inline constexpr auto fields_of<api::obstacle_item> =
    std::tuple{field{"person_id", &api::obstacle_item::person, presence::required, "Whose.", "7"},
               field{"day", &api::obstacle_item::day, presence::required, "The date.", "2026-03-09"}};

template <>
inline constexpr auto fields_of<api::check_query> =
    std::tuple{field{"from", &api::check_query::from, presence::optional,
                     "The first date; of this month when left out.", "2026-03-01"},
               field{"to", &api::check_query::to, presence::optional,
                     "The last date; of that month when left out.", "2026-03-31"},
               field{"unit_id", &api::check_query::unit, presence::optional,
                     "With those below it; everybody when left out.", "1"}};

template <>
inline constexpr auto fields_of<api::check_item> = [] {
    using m = api::check_item;
    return std::tuple{
        field{"pending", &m::pending, presence::required, "Days that are not over, or not computed yet."},
        field{"unproven", &m::unproven, presence::required, "Days whose people must be accepted by name."},
        field{"cut", &m::cut, presence::required, "There are more.", "false"}};
}();

template <>
inline constexpr auto fields_of<api::adjustment_item> = [] {
    using m = api::adjustment_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"person_id", &m::person, presence::required, "Whose.", "7"},
        field{"day", &m::day, presence::required, "The locked date that it is about.", "2026-03-31"},
        field{"booked_on", &m::booked_on, presence::required,
              "The first date of the first period that was open.", "2026-04-01"},
        field{"minutes", &m::minutes, presence::required, "The difference, by account.",
              R"({"worked":480,"unproven":-480})"},
        field{"statuses", &m::statuses, presence::required, "What the day would be.", "normal"},
        field{"items", &m::items, presence::required, "All of it, in words.", "planned 480, worked 480"},
        field{"booked_at", &m::booked_at, presence::required, "RFC 3339, UTC.", "2026-04-06T01:00:00Z"}};
}();

template <>
inline constexpr auto fields_of<api::adjustments_query> =
    std::tuple_cat(fields_of<api::page_query>,
                   std::tuple{field{"from", &api::adjustments_query::from, presence::optional,
                                    "Booked from that date on; of this month when left out.", "2026-04-01"},
                              field{"to", &api::adjustments_query::to, presence::optional,
                                    "The last date; of that month when left out.", "2026-04-30"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

lock_item item_of(const sa::period_lock& from)
{
    return {from.id,   from.organization, from.unit,  from.first,
            from.last, from.locked_at,    from.actor, from.unlocked_at};
}

base::result<page<lock_item>> list_locks(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<lock_item> found;
    for (const auto& each :
         sa::locks_of(in.sql, asked.id<model::organization_id>(0), *after, asked.query.limit + 1))
        found.push_back(item_of(each));
    return page_of(std::move(found), asked.query, [](const lock_item& last) { return last.id; });
}

base::result<lock_item> lock(store::transaction& in, const call<nothing, lock_input>& asked)
{
    const auto made = ops::attendance::lock_period(
        in,
        {asked.id<model::organization_id>(0), asked.body.unit, asked.body.from, asked.body.to,
         asked.body.accepted.value_or(std::vector<model::person_id>{})},
        asked.by.author());
    if (!made)
        return made.error();
    return item_of(*made);
}

base::result<nothing> unlock(store::transaction& in, const call<nothing, unlock_input>& asked)
{
    const auto found = visible(asked.by, sa::find_lock(in.sql, asked.id<model::punch_number>(0).value));
    if (!found)
        return found.error();
    return silent(ops::attendance::unlock_period(in, *found, asked.body.reason, asked.by.author()));
}

base::result<check_item> check(const reading& in, const call<check_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, home, asked.by.now));
    if (!dates)
        return dates.error();
    check_item made;
    const auto found = sa::obstacles(in.sql, home, asked.query.unit, dates->from, dates->to,
                                     ops::attendance::obstacles_most + 1);
    for (const sa::lock_obstacle& each : found)
        (each.pending ? made.pending : made.unproven).push_back({each.person, each.day});
    made.cut = static_cast<std::int64_t>(found.size()) > ops::attendance::obstacles_most;
    return made;
}

base::result<page<adjustment_item>> list_adjustments(const reading& in,
                                                     const call<adjustments_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, home, asked.by.now));
    if (!dates)
        return dates.error();
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<adjustment_item> found;
    for (const auto& each :
         sa::adjustments_in(in.sql, home, dates->from, dates->to, *after, asked.query.limit + 1))
        found.push_back({each.id, each.person, each.day, each.booked_on,
                         object_of(ops::attendance::read_minutes(each.minutes)), each.statuses, each.items,
                         each.booked_at});
    return page_of(std::move(found), asked.query, [](const adjustment_item& last) { return last.id; });
}

constexpr std::string_view locks = "/api/v1/organizations/{organization}/attendance/locks";

}  // namespace

std::span<const endpoint::route> attendance_lock_routes()
{
    using endpoint::right;
    static constexpr std::array table{
        read<list_locks>("list_attendance_locks", locks, right::see,
                         "Locked periods, in force or opened again, oldest first."),
        write<lock>("lock_attendance", net::verb::post, locks, right::manage,
                    "Locks a period: its results change no more, what they would become is booked as an "
                    "adjustment. Refused while days are pending, or unproven and not accepted by name.",
                    201),
        write<unlock>("unlock_attendance", net::verb::post, "/api/v1/attendance/locks/{lock}/unlocking",
                      right::administer, "Opens the last locked period again, for a reason."),
        read<check>("check_attendance_lock", "/api/v1/organizations/{organization}/attendance/lock_check",
                    right::see, "What stands in the way of locking a period."),
        read<list_adjustments>("list_attendance_adjustments",
                               "/api/v1/organizations/{organization}/attendance/adjustments", right::see,
                               "What locked periods owe, by the period in which it is booked, oldest first."),
    };
    return table;
}

}  // namespace gatehouse::api
