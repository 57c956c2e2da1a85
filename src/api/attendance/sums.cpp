#include "api/attendance/day_item.hpp"
#include "api/attendance/results.hpp"
#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/attendance/month_sums.hpp"
#include "ops/attendance/rule_deeds.hpp"

namespace gatehouse::api {

struct sums_item {
    model::person_id person;
    model::civil_day from;
    model::civil_day to;
    endpoint::json_text sums;
    std::vector<std::string> warnings;
    std::int64_t days = 0;
    std::int64_t pending = 0;
    bool locked = false;
};
struct sums_query : page_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::sums_item> = [] {
    using m = api::sums_item;
    return std::tuple{
        field{"person_id", &m::person, presence::required, "Whose.", "1"},
        field{"from", &m::from, presence::required, "The first date.", "2026-03-01"},
        field{"to", &m::to, presence::required, "The last date.", "2026-03-31"},
        field{
            "sums", &m::sums, presence::required,
            "By column: days and times, and minutes; adjust.* is what locked periods owe. What is not named "
            "is zero.",
            R"({"planned_days":22,"worked":10500,"late_times":2,"absent_days":0.5})"},
        field{"warnings", &m::warnings, presence::required, "What should be looked at."},
        field{"days", &m::days, presence::required, "Dates that have a result.", "31"},
        field{"pending", &m::pending, presence::required, "Of them not over yet.", "0"},
        field{"locked", &m::locked, presence::required, "All of it.", "false"}};
}();

template <>
inline constexpr auto fields_of<api::sums_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{field{"from", &api::sums_query::from, presence::optional,
                     "The first date; of this month when left out.", "2026-03-01"},
               field{"to", &api::sums_query::to, presence::optional,
                     "The last date, less than a year behind; the last of that month when left out.",
                     "2026-03-31"}});

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

sums_item item_of(const ops::attendance::period_sums& from, const span_of_dates& dates)
{
    sums_item made;
    made.person = from.person;
    made.from = dates.from;
    made.to = dates.to;
    base::json_writer json(made.sums.object);
    json.open_object();
    for (const auto& [name, hundredths] : from.sums)
        if (hundredths != 0)
            json.name(name).raw(ops::attendance::hundredths_text(hundredths));
    json.close_object();
    made.warnings.assign(from.warnings.begin(), from.warnings.end());
    made.days = from.days;
    made.pending = from.pending;
    made.locked = from.locked;
    return made;
}

ops::attendance::office office_of(const reading& in, model::organization_id home)
{
    return {in.sql, home, *in.index.organization(home)->zone};
}

base::result<sums_item> read_sums(const reading& in, const call<dates_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, who->organization, asked.by.now));
    if (!dates)
        return dates.error();
    const auto at = office_of(in, who->organization);
    return item_of(ops::attendance::sums_of(in.sql, at, who->id, dates->from, dates->to), *dates);
}

base::result<page<sums_item>> list_sums(const reading& in, const call<sums_query, nothing>& asked)
{
    const auto home = asked.id<model::organization_id>(0);
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, home, asked.by.now));
    if (!dates)
        return dates.error();
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const auto at = office_of(in, home);
    std::vector<sums_item> found;
    for (const model::person_id each :
         store::attendance::people_under_rules(in.sql, home, *after, asked.query.limit + 1))
        found.push_back(item_of(ops::attendance::sums_of(in.sql, at, each, dates->from, dates->to), *dates));
    return page_of(std::move(found), asked.query, [](const sums_item& last) { return last.person.value; });
}

}  // namespace

std::span<const endpoint::route> attendance_sum_routes()
{
    static constexpr std::array table{
        read<read_sums>("read_attendance_sums", "/api/v1/people/{person}/attendance/sums",
                        endpoint::right::see, "The sums of a person's days over a period."),
        read<list_sums>("list_attendance_sums", "/api/v1/organizations/{organization}/attendance/sums",
                        endpoint::right::see, "The sums of everybody who is or was under rules."),
    };
    return table;
}

}  // namespace gatehouse::api
