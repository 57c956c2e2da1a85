#include "api/attendance/holidays.hpp"

#include "api/attendance/rule_item.hpp"
#include "ops/attendance/published_holidays.hpp"
#include "ops/attendance/rule_deeds.hpp"

#include <algorithm>
#include <set>

namespace gatehouse::api {

namespace sa = store::attendance;

struct published_day_input {
    std::optional<std::string> name;
    model::civil_day date;
    bool off = true;
};

// As holiday-cn publishes it.
struct published_list_input {
    std::optional<std::string> schema;
    std::optional<std::string> id;
    std::int64_t year = 0;
    std::optional<std::vector<std::string>> papers;
    std::vector<published_day_input> days;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::published_day_input> = [] {
    using m = api::published_day_input;
    return std::tuple{
        field{"name", &m::name, presence::optional, "Which holiday it belongs to; not kept.", "元旦"},
        field{"date", &m::date, presence::required, "The date.", "2026-01-01"},
        field{"isOffDay", &m::off, presence::required, "false: a make-up workday.", "true"}};
}();

template <>
inline constexpr auto fields_of<api::published_list_input> = [] {
    using m = api::published_list_input;
    return std::tuple{
        field{"$schema", &m::schema, presence::optional, "Not kept."},
        field{"$id", &m::id, presence::optional, "Not kept."},
        field{"year", &m::year, presence::required, "Whose list it is.", "2026", {1950, 2199}},
        field{"papers", &m::papers, presence::optional, "Where it was published; not kept.", {}, {0, 20}},
        field{"days",
              &m::days,
              presence::required,
              "The days off and the make-up workdays; ordinary weekends are not among them.",
              R"([{"name":"元旦","date":"2026-01-01","isOffDay":true}])",
              {1, 366}}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<decided_rule_item> decide(store::transaction& in, const call_head& asked, int year,
                                       ops::attendance::published_list list)
{
    sa::rule_version what;
    what.organization = asked.id<model::organization_id>(0);
    what.kind = sa::rule_kind::holidays;
    what.name = std::to_string(year);
    what.since = model::civil_day{std::chrono::year(year) / 1 / 1};
    what.words = std::move(list.words);
    const auto decided = ops::attendance::decide_rule(in, what, asked.by.author());
    if (!decided)
        return decided.error();
    return decided_rule_item{item_of(decided->what), std::move(list.warnings)};
}

// What an organization told of that year may be more than what is shipped: it is not put in its place.
base::result<decided_rule_item> take_shipped(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto first = model::read_date(asked.path[1] + "-01-01");
    const int year = first ? static_cast<int>(std::chrono::year_month_day(*first).year()) : 0;
    auto list = ops::attendance::shipped_holidays(year);
    if (!list)
        return base::error{base::errc::not_found};
    const auto told = sa::rules_of(in.sql, asked.id<model::organization_id>(0), sa::rule_kind::holidays);
    for (const sa::rule_version& each : told)
        if (each.name == asked.path[1] && each.words && each.words != list->words)
            return base::error{base::errc::conflict, "there is another list of that year"};
    return decide(in, asked, year, std::move(*list));
}

base::result<decided_rule_item> import(store::transaction& in,
                                       const call<nothing, published_list_input>& asked)
{
    std::vector<base::fault> faults;
    std::set<model::civil_day> named;
    std::vector<ops::attendance::published_day> days;
    const auto year = static_cast<int>(asked.body.year);
    const model::civil_day from{std::chrono::year(year - 1) / 12 / 1};
    const model::civil_day until{std::chrono::year(year) / 12 / 31};
    for (std::size_t i = 0; i < asked.body.days.size(); ++i) {
        const published_day_input& each = asked.body.days[i];
        const std::string place = "/days/" + std::to_string(i) + "/date";
        if (each.date < from || each.date > until)
            faults.push_back({place, "is no date of that year's list"});
        else if (!named.insert(each.date).second)
            faults.push_back({place, "stands twice"});
        days.push_back({each.date, each.off});
    }
    if (!faults.empty())
        return base::error{base::errc::malformed_input, "Some of the input is wrong; see errors.",
                           std::move(faults)};
    return decide(in, asked, year, ops::attendance::published_holidays(year, std::move(days)));
}

}  // namespace

std::span<const endpoint::route> holiday_routes()
{
    static constexpr std::array table{
        write<take_shipped>("take_published_holidays", net::verb::post,
                            "/api/v1/organizations/{organization}/attendance/holidays/{year}/published",
                            endpoint::right::manage,
                            "Takes what is shipped of the published calendar of a year: the statutory days "
                            "and the make-up workdays of 2024, 2025 or 2026."),
        write<import>("import_holidays", net::verb::post,
                      "/api/v1/organizations/{organization}/attendance/holidays", endpoint::right::manage,
                      "Takes the published calendar of a year in the form of holiday-cn; it stands in the "
                      "place of what was known of that year."),
    };
    return table;
}

}  // namespace gatehouse::api
