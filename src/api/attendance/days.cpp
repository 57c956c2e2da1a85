#include "api/attendance/day_item.hpp"
#include "api/attendance/results.hpp"
#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/attendance/day_lists.hpp"

namespace gatehouse::api {

struct days_item {
    std::vector<day_item> items;
};
struct list_query : page_query {
    std::optional<model::civil_day> day;
    std::optional<model::unit_id> unit;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::days_item> =
    std::tuple{field{"items", &api::days_item::items, presence::required, "By date."}};

template <>
inline constexpr auto fields_of<api::list_query> = std::tuple_cat(
    fields_of<api::page_query>, std::tuple{field{"day", &api::list_query::day, presence::optional,
                                                 "The date; today when left out.", "2026-03-09"},
                                           field{"unit_id", &api::list_query::unit, presence::optional,
                                                 "Of this unit and those below it only.", "1"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<days_item> list_days(const reading& in, const call<dates_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, who->organization, asked.by.now));
    if (!dates)
        return dates.error();
    days_item made;
    for (const auto& each : store::attendance::days_of(in.sql, who->id, dates->from, dates->to))
        made.items.push_back(item_of(each));
    return made;
}

base::result<page<day_item>> list_all_days(const reading& in, const call<list_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    const auto day = asked.query.day.value_or(ops::attendance::today_in(in.index, home, asked.by.now));
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<std::pair<day_item, std::int64_t>> found;
    for (const auto& each :
         store::attendance::days_by_fault(in.sql, home, asked.query.unit, day, *after, asked.query.limit + 1))
        found.emplace_back(item_of(each.what), each.position);
    page<day_item> made;
    if (static_cast<std::int64_t>(found.size()) > asked.query.limit) {
        found.resize(static_cast<std::size_t>(asked.query.limit));
        made.next = endpoint::cursor_of(found.back().second);
    }
    for (auto& each : found)
        made.items.push_back(std::move(each.first));
    return made;
}

}  // namespace

std::span<const endpoint::route> attendance_day_routes()
{
    static constexpr std::array table{
        read<list_days>("list_attendance_days", "/api/v1/people/{person}/attendance/days",
                        endpoint::right::see, "What a person's days became, as far as they are computed."),
        read<list_all_days>("list_attendance_of_day", "/api/v1/organizations/{organization}/attendance/days",
                            endpoint::right::see,
                            "One date of everybody under rules, days with a fault first."),
    };
    return table;
}

}  // namespace gatehouse::api
