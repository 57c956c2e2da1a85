#include "api/attendance/standing.hpp"
#include "api/operation.hpp"
#include "model/attendance/day_words.hpp"
#include "ops/attendance/office.hpp"
#include "ops/attendance/rule_deeds.hpp"
#include "store/people.hpp"

namespace gatehouse::api {

namespace rules = model::attendance;

struct schedule_query {
    std::optional<model::civil_day> from;
    std::optional<model::civil_day> to;
};

struct scheduled_item {
    model::civil_day day;
    std::string source;
    std::optional<std::string> shift;
    std::optional<std::string> on;
    std::optional<std::string> off;
    std::string calendar;
    std::vector<std::string> why;
    std::vector<std::string> why_zh;
};

struct schedule_item {
    std::vector<scheduled_item> items;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::schedule_query> = std::tuple{
    field{"from", &api::schedule_query::from, presence::optional, "The first date; today when left out.",
          "2026-03-01"},
    field{"to", &api::schedule_query::to, presence::optional,
          "The last date, 62 days after the first at most; 6 days after it when left out.", "2026-03-31"}};

template <>
inline constexpr auto fields_of<api::scheduled_item> = [] {
    using m = api::scheduled_item;
    return std::tuple{
        field{"day", &m::day, presence::required, "The date.", "2026-03-09"},
        field{"source", &m::source, presence::required,
              "What decides: not_employed, override, swap, rotation, week or none.", "week"},
        field{"shift", &m::shift, presence::required, "Its name; null: rest, or nothing is planned.", "Day"},
        field{"on", &m::on, presence::required, "When it begins, on the clock of the zone.", "09:00"},
        field{"off", &m::off, presence::required, "When it ends; 30:00 is 06:00 on the morrow.", "18:00"},
        field{"calendar", &m::calendar, presence::required,
              "What the calendar names the date: plain, holiday, rest or workday.", "plain"},
        field{"why", &m::why, presence::required, "Step by step, with the numbers of the rules."},
        field{"why_zh", &m::why_zh, presence::required, "The same in Chinese."}};
}();

template <>
inline constexpr auto fields_of<api::schedule_item> =
    std::tuple{field{"items", &api::schedule_item::items, presence::required, "By date."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

constexpr std::chrono::days range_most{62};
constexpr std::chrono::days range_usual{6};

scheduled_item item_of(const rules::scheduled_day& from)
{
    scheduled_item made;
    made.day = from.date;
    made.source = rules::name_of(from.source);
    if (from.what) {
        made.shift = from.what->name;
        made.on = rules::clock_text(from.what->begin());
        made.off = rules::clock_text(from.what->end());
    }
    made.calendar = rules::name_of(from.calendar);
    for (const rules::trace_step& each : from.why) {
        made.why.push_back(rules::words(each, rules::language::english));
        made.why_zh.push_back(rules::words(each, rules::language::chinese));
    }
    return made;
}

base::result<schedule_item> read_schedule(const reading& in, const call<schedule_query, nothing>& asked)
{
    const auto who = visible(asked.by, store::find_person(in.sql, asked.id<model::person_id>(0)));
    if (!who)
        return who.error();
    const auto from = asked.query.from.value_or(
        ops::attendance::today_in(in.index, who->organization, asked.by.now));
    const auto to = asked.query.to.value_or(from + range_usual);
    if (to < from || to - from > range_most)
        return base::error{base::errc::malformed_input,
                           "Some of the input is wrong; see errors.",
                           {{"to", "must lie behind from, by 62 days at most"}}};
    const ops::attendance::office at(in.sql, who->organization,
                                     *in.index.organization(who->organization)->zone);
    const auto opened = ops::attendance::open_case(in.sql, at, who->id, from, to, asked.by.now);
    schedule_item made;
    for (model::civil_day day = from; day <= to; day += std::chrono::days(1))
        made.items.push_back(item_of(rules::schedule(*opened->book, opened->person, day)));
    return made;
}

}  // namespace

std::span<const endpoint::route> schedule_routes()
{
    static constexpr std::array table{
        read<read_schedule>("read_attendance_schedule", "/api/v1/people/{person}/attendance/schedule",
                            endpoint::right::see, "Which shift a person has on which date, and why."),
    };
    return table;
}

}  // namespace gatehouse::api
