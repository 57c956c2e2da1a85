#include "api/attendance/standing.hpp"
#include "api/operation.hpp"
#include "api/people.hpp"
#include "ops/attendance/people_deeds.hpp"
#include "ops/attendance/rule_deeds.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;

struct set_days_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
};

struct set_day_item {
    model::civil_day day;
    std::optional<std::string> plan;
    std::optional<std::string> zone;
    base::instant decided_at{};
    std::string decided_by;
};

struct set_days {
    std::vector<set_day_item> items;
};

struct set_day_input {
    std::string plan;
    std::optional<std::string> zone;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::set_days_query> = std::tuple{
    field{"from", &api::set_days_query::from, presence::optional, "The first date; today when left out.",
          "2026-03-01"},
    field{"to", &api::set_days_query::to, presence::optional,
          "The last date, a year after the first at most; 30 days after it when left out.", "2026-03-31"}};

namespace {
constexpr std::string_view plan_meaning = "A shift, or `rest`.";
constexpr std::string_view zone_meaning = "Of the site where they work on that date; null: the group's.";
}  // namespace

template <>
inline constexpr auto fields_of<api::set_day_item> = [] {
    using m = api::set_day_item;
    return std::tuple{
        field{"day", &m::day, presence::required, "The date.", "2026-03-09"},
        field{"plan", &m::plan, presence::required, "A shift, or `rest`; null: what was set is lifted.",
              "Night"},
        field{"zone", &m::zone, presence::required, zone_meaning, "Asia/Shanghai"},
        field{"decided_at", &m::decided_at, presence::required, "RFC 3339, UTC.", "2026-02-20T08:00:00Z"},
        field{"decided_by", &m::decided_by, presence::required, "Who decided it.", "login office"}};
}();

template <>
inline constexpr auto fields_of<api::set_days> =
    std::tuple{field{"items", &api::set_days::items, presence::required, "By date, or by decision."}};

template <>
inline constexpr auto fields_of<api::set_day_input> = std::tuple{
    field{"plan", &api::set_day_input::plan, presence::required, plan_meaning, "rest", {1, 64}},
    field{"zone", &api::set_day_input::zone, presence::optional, zone_meaning, "Asia/Shanghai", {1, 64}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

constexpr std::chrono::days range_most{366};
constexpr std::chrono::days range_usual{30};

set_day_item item_of(const sa::day_override& from)
{
    return {from.day, from.plan, from.zone, from.decided_at, from.actor};
}

set_days items_of(const std::vector<sa::day_override>& from)
{
    set_days made;
    for (const sa::day_override& each : from)
        made.items.push_back(item_of(each));
    return made;
}

base::result<model::civil_day> day_of(const call_head& asked)
{
    if (const auto day = model::read_date(asked.path[1]))
        return *day;
    return base::error{base::errc::not_found};
}

base::result<set_days> list_set_days(const reading& in, const call<set_days_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto from = asked.query.from.value_or(
        ops::attendance::today_in(in.index, who->organization, asked.by.now));
    const auto to = asked.query.to.value_or(from + range_usual);
    if (to < from || to - from > range_most)
        return base::error{base::errc::malformed_input,
                           "Some of the input is wrong; see errors.",
                           {{"to", "must lie behind from, by a year at most"}}};
    return items_of(sa::overrides_of(in.sql, who->id, from, to));
}

base::result<set_days> read_set_day(const reading& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    const auto day = day_of(asked);
    if (!who || !day)
        return who ? day.error() : who.error();
    return items_of(sa::override_history(in.sql, who->id, *day));
}

base::result<set_day_item> set_day(store::transaction& in, const call<nothing, set_day_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    const auto day = day_of(asked);
    if (!who || !day)
        return who ? day.error() : who.error();
    const auto made = ops::attendance::set_day(
        in, {0, who->organization, who->id, *day, asked.body.plan, asked.body.zone}, asked.by.author());
    return made ? base::result<set_day_item>(item_of(*made)) : made.error();
}

base::result<nothing> lift_day(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    const auto day = day_of(asked);
    if (!who || !day)
        return who ? day.error() : who.error();
    return silent(ops::attendance::lift_day(in, who->organization, who->id, *day, asked.by.author()));
}

}  // namespace

std::span<const endpoint::route> single_day_routes()
{
    static constexpr std::string_view all = "/api/v1/people/{person}/attendance/overrides";
    static constexpr std::string_view one = "/api/v1/people/{person}/attendance/overrides/{date}";
    static constexpr std::array table{
        read<list_set_days>("list_attendance_overrides", all, endpoint::right::see,
                            "The dates for which a shift or rest was set for a person, by date."),
        read<read_set_day>("read_attendance_override", one, endpoint::right::see,
                           "All that was ever decided for one date, oldest first; the last one counts."),
        write<set_day>("put_attendance_override", net::verb::put, one, endpoint::right::manage,
                       "Sets a shift or rest for one date. It stands over calendar, swap and rotation."),
        write<lift_day>("lift_attendance_override", net::verb::delete_, one, endpoint::right::manage,
                        "What was set for a date counts no more."),
    };
    return table;
}

}  // namespace gatehouse::api
