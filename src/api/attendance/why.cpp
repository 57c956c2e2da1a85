// Why a day became what it is: its trace, its hints, its punches; the day as a case; where a punch went.
#include "api/attendance/day_item.hpp"
#include "api/attendance/results.hpp"
#include "api/people.hpp"
#include "model/attendance/day_words.hpp"
#include "model/attendance/hints.hpp"
#include "ops/attendance/rule_deeds.hpp"

#include <boost/json/parse.hpp>

namespace gatehouse::api {

namespace rules = model::attendance;
namespace sa = store::attendance;

struct trace_item {
    std::string rule;
    std::string en;
    std::string zh;
};
struct hint_item {
    std::string en;
    std::string zh;
    bool possible = true;
};
struct went_item {
    model::punch_number punch;
    std::string at;
    std::string role;
};
struct why_item {
    day_item result;
    bool locked = false;
    std::vector<trace_item> trace;
    std::vector<hint_item> hints;
    std::vector<went_item> used;
    std::vector<went_item> left_out;
    std::vector<std::int64_t> requests;
};
struct case_item {
    std::string text;
};
struct own_punch_item {
    model::punch_number punch;
    base::instant device_time{};
    base::instant counted_at{};
    std::optional<base::instant> received_at;
    std::optional<model::civil_day> day;
    std::vector<std::string> roles;
    std::optional<std::string> left_out;
};
struct own_punches_item {
    std::vector<own_punch_item> items;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::trace_item> = std::tuple{
    field{"rule", &api::trace_item::rule, presence::required, "The rule that it follows.", "A-78"},
    field{"en", &api::trace_item::en, presence::required, "In English.", "section 1: late by 30 [A-78]"},
    field{"zh", &api::trace_item::zh, presence::required, "In Chinese.", "第 1 时段：迟到 30 分钟 [A-78]"}};

template <>
inline constexpr auto fields_of<api::hint_item> = std::tuple{
    field{"en", &api::hint_item::en, presence::required, "What would make the fault go away.", "in by 09:05"},
    field{"zh", &api::hint_item::zh, presence::required, "In Chinese.", "09:05 前上班打卡"},
    field{"possible", &api::hint_item::possible, presence::required,
          "Whether it can still be asked for: the day is not locked, and corrections are not used up.",
          "true"}};

template <>
inline constexpr auto fields_of<api::went_item> = std::tuple{
    field{"punch_id", &api::went_item::punch, presence::required, "Which punch.", "8123"},
    field{"at", &api::went_item::at, presence::required, "On the clock of the day.", "08:58"},
    field{
        "role", &api::went_item::role, presence::required,
        "What it counts as: in, out, leaving, back, break_start, break_end, presence or shown; or why it is "
        "left out: folded, future, not_employed, outside_window, between, unpaired, replaced, not_allowed.",
        "in"}};

template <>
inline constexpr auto fields_of<api::why_item> = [] {
    using m = api::why_item;
    return std::tuple{field{"result", &m::result, presence::required, "What the day is."},
                      field{"locked", &m::locked, presence::required,
                            "It changes no more; its trace is as it was said when it was locked.", "false"},
                      field{"trace", &m::trace, presence::required, "Step by step."},
                      field{"hints", &m::hints, presence::required, "Cheapest first."},
                      field{"used", &m::used, presence::required, "Punches that count, and as what."},
                      field{"left_out", &m::left_out, presence::required, "Punches that do not, and why."},
                      field{"requests", &m::requests, presence::required, "The ids of those that entered."}};
}();

template <>
inline constexpr auto fields_of<api::case_item> =
    std::tuple{field{"text", &api::case_item::text, presence::required,
                     "Rules, schedule, punches, approvals and what is expected; `gatehouse cases` runs it.",
                     "case day-1 2026-03-09 Day"}};

template <>
inline constexpr auto fields_of<api::own_punch_item> = [] {
    using m = api::own_punch_item;
    return std::tuple{
        field{"punch_id", &m::punch, presence::required, "Which punch.", "8123"},
        field{"device_time", &m::device_time, presence::required, "By the device's clock; RFC 3339, UTC.",
              "2026-03-09T01:18:00Z"},
        field{"counted_at", &m::counted_at, presence::required, "As corrected; RFC 3339, UTC.",
              "2026-03-09T00:58:00Z"},
        field{"received_at", &m::received_at, presence::required, "RFC 3339, UTC.", "2026-03-09T01:18:01Z"},
        field{"day", &m::day, presence::required, "To which it belongs; null: to none that has a result.",
              "2026-03-09"},
        field{"roles", &m::roles, presence::required, "As what it counts; none where it is left out.",
              R"(["in"])"},
        field{"left_out", &m::left_out, presence::required, "Why; null: it counts.", "folded"}};
}();

template <>
inline constexpr auto fields_of<api::own_punches_item> =
    std::tuple{field{"items", &api::own_punches_item::items, presence::required, "Oldest first."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using model::civil_day;
using day_count = std::chrono::days;
using rules::language;

std::string_view role_of(rules::punch_role what)
{
    static constexpr std::array<std::string_view, 8> names{"in",          "out",       "leaving",  "back",
                                                           "break_start", "break_end", "presence", "shown"};
    return names.at(static_cast<std::size_t>(what));
}

std::string rule_text(int rule)
{
    return (rule < 10 ? "A-0" : "A-") + std::to_string(rule);
}

// What words of a locked day were kept.
std::vector<trace_item> steps_from(const std::string& kept)
{
    std::vector<trace_item> made;
    const boost::json::value read = boost::json::parse(kept);
    for (const auto& each : read.as_array()) {
        const auto& step = each.as_array();
        made.push_back({rule_text(static_cast<int>(step.at(0).as_int64())),
                        std::string(step.at(1).as_string()), std::string(step.at(2).as_string())});
    }
    return made;
}

void show(const rules::day_result& day, why_item& onto)
{
    const rules::day_clock clock = day.clock();
    const auto text = [&](rules::moment at) { return rules::clock_text(clock.past_midnight(at)); };
    for (const rules::trace_step& each : day.why)
        onto.trace.push_back({rule_text(each.rule()), rules::words(each, language::english),
                              rules::words(each, language::chinese)});
    for (const rules::hint& each : day.hints)
        onto.hints.push_back({rules::words(each, clock, language::english),
                              rules::words(each, clock, language::chinese), each.possible});
    for (const rules::used_punch& each : day.used)
        if (each.origin)
            onto.used.push_back({{static_cast<std::int64_t>(each.origin->id)},
                                 text(each.at),
                                 std::string(role_of(each.role))});
    for (const rules::left_out_punch& each : day.left_out)
        if (each.origin)
            onto.left_out.push_back({{static_cast<std::int64_t>(each.origin->id)},
                                     text(each.at),
                                     std::string(rules::name_of(each.why))});
    for (const std::uint64_t each : day.requests)
        onto.requests.push_back(static_cast<std::int64_t>(each));
}

// [A-86] Whether a correction may still be asked for.
bool may_still_correct(store::connection& sql, const rules::group_rules& group, const rules::day_result& day,
                       model::person_id who, civil_day today)
{
    const std::chrono::year_month_day parts{day.date};
    const civil_day first{parts.year() / parts.month() / 1};
    const civil_day last{parts.year() / parts.month() / std::chrono::last};
    int used = 0;
    for (const sa::kept_day& each : sa::days_of(sql, who, first, last))
        if (const auto read = rules::read_day_words(each.statuses, each.items))
            used += read->corrections;
    return rules::may_correct(group.corrections, used, day.date, today, day.missing_times > 0) ==
           rules::correction_refusal::none;
}

base::result<why_item> read_why(const reading& in, const call<day_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const civil_day today = ops::attendance::today_in(in.index, who->organization, asked.by.now);
    const civil_day date = asked.query.day.value_or(today);
    ops::attendance::reckoner by(in.sql, in.index, asked.by.now);
    const auto opened = by.open(who->id, date, date);
    why_item made;
    made.result.person = who->id;
    made.result.day = date;
    made.result.minutes.object = made.result.counts.object = "{}";
    made.result.source = "none";
    made.result.calendar = "plain";
    made.locked = sa::is_locked(in.sql, who->id, date);
    const auto stands = sa::days_of(in.sql, who->id, date, date);
    if (!stands.empty())
        made.result = item_of(stands.front());
    if (!opened)
        return made;
    rules::day_result& day = opened->results.front();
    if (made.locked) {
        // As it is judged now is what its adjustment says.
        if (const auto words = sa::words_of(in.sql, who->id, date))
            made.trace = steps_from(*words);
        if (stands.empty() || stands.front().items != rules::item_words(rules::keep(day)))
            return made;
    }
    rules::mark_possible(day.hints,
                         may_still_correct(in.sql, *opened->facts->plan(date).group, day, who->id, today),
                         made.locked);
    const std::vector<trace_item> kept = std::move(made.trace);
    made.trace.clear();
    show(day, made);
    if (made.locked)
        made.trace = kept;
    return made;
}

base::result<case_item> read_case(const reading& in, const call<day_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const civil_day date = asked.query.day.value_or(
        ops::attendance::today_in(in.index, who->organization, asked.by.now));
    ops::attendance::reckoner by(in.sql, in.index, asked.by.now);
    const auto opened = by.open(who->id, date, date);
    if (!opened)
        return base::error{base::errc::not_found};
    return case_item{
        opened->facts->told_as_case(opened->results.front(), "person-" + std::to_string(who->id.value))};
}

base::result<own_punches_item> list_own_punches(const reading& in, const call<dates_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto dates = dates_of(asked.query.from, asked.query.to,
                                ops::attendance::today_in(in.index, who->organization, asked.by.now));
    if (!dates)
        return dates.error();
    ops::attendance::reckoner by(in.sql, in.index, asked.by.now);
    const auto opened = by.open(who->id, dates->from - day_count(2), dates->to + day_count(2));
    own_punches_item made;
    if (!opened)
        return made;
    const model::time_zone& zone = *in.index.organization(who->organization)->zone;
    std::map<std::uint64_t, std::size_t> places;
    for (const rules::punch& each : opened->of->of.punches) {
        const civil_day date = std::chrono::floor<day_count>(zone.to_civil(each.device_time));
        if (date < dates->from || date > dates->to)
            continue;
        places[each.id] = made.items.size();
        made.items.push_back({{static_cast<std::int64_t>(each.id)},
                              each.device_time,
                              each.device_time - each.device_ahead,
                              each.received,
                              {},
                              {},
                              {}});
    }
    const auto item = [&](const rules::punch* origin) {
        const auto found = origin ? places.find(origin->id) : places.end();
        return found == places.end() ? nullptr : &made.items[found->second];
    };
    for (const rules::day_result& day : opened->results) {
        for (const rules::used_punch& each : day.used)
            if (own_punch_item* const one = item(each.origin)) {
                one->day = day.date;
                one->roles.emplace_back(role_of(each.role));
            }
        for (const rules::left_out_punch& each : day.left_out)
            if (own_punch_item* const one = item(each.origin)) {
                one->day = day.date;
                one->left_out = rules::name_of(each.why);
            }
    }
    return made;
}

}  // namespace

std::span<const endpoint::route> attendance_why_routes()
{
    using endpoint::right;
    static constexpr std::array table{
        read<read_why>("read_attendance_day", "/api/v1/people/{person}/attendance/day", right::see,
                       "One day of a person, and why it became what it is."),
        read<read_case>("read_attendance_case", "/api/v1/people/{person}/attendance/case", right::see,
                        "One day as it is judged now, as a case in a clerk's words that can be run again."),
        read<list_own_punches>(
            "list_attendance_punches", "/api/v1/people/{person}/attendance/punches", right::see,
            "A person's punches: to which day each belongs, and as what it counts or why not."),
    };
    return table;
}

}  // namespace gatehouse::api
