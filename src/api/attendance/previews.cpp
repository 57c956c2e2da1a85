#include "api/attendance/previews.hpp"

#include "api/attendance/rule_item.hpp"
#include "endpoint/sliced_read.hpp"
#include "ops/attendance/preview.hpp"

namespace gatehouse::api {

namespace rules = model::attendance;

struct preview_input {
    model::civil_day since;
    std::vector<std::string> rules;
    model::civil_day from;
    model::civil_day to;
};

struct judged_item {
    std::string statuses;
    std::string items;
};

struct preview_change_item {
    model::person_id person;
    model::civil_day day;
    judged_item before;
    judged_item after;
};

struct preview_sum_item {
    std::string account;
    std::int64_t before = 0;
    std::int64_t after = 0;
};

struct preview_item {
    std::int64_t people = 0;
    std::int64_t days = 0;
    std::int64_t changed_people = 0;
    std::int64_t changed_days = 0;
    bool cut = false;
    std::vector<std::string> warnings;
    std::vector<preview_sum_item> sums;
    std::vector<preview_change_item> changes;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::preview_input> = [] {
    using m = api::preview_input;
    return std::tuple{
        field{"since", &m::since, presence::required, "From when on the rule would hold.", "2026-03-01"},
        field{"rules", &m::rules, presence::required, api::rules_meaning, api::rules_example},
        field{"from", &m::from, presence::required, "The first date that is looked at.", "2026-03-01"},
        field{"to", &m::to, presence::required, "The last one, 62 days after the first at most.",
              "2026-03-31"}};
}();

template <>
inline constexpr auto fields_of<api::judged_item> =
    std::tuple{field{"statuses", &api::judged_item::statuses, presence::required, "What the day is.", "late"},
               field{"items", &api::judged_item::items, presence::required, "Its minutes and times.",
                     "planned 480, worked 450, late 30"}};

template <>
inline constexpr auto fields_of<api::preview_change_item> = [] {
    using m = api::preview_change_item;
    return std::tuple{field{"person_id", &m::person, presence::required, "Whose day it is.", "1"},
                      field{"day", &m::day, presence::required, "The date.", "2026-03-09"},
                      field{"before", &m::before, presence::required, "By the rules that hold."},
                      field{"after", &m::after, presence::required, "By the rule that is proposed."}};
}();

template <>
inline constexpr auto fields_of<api::preview_sum_item> = [] {
    using m = api::preview_sum_item;
    return std::tuple{
        field{"account", &m::account, presence::required, "Of which minutes.", "late"},
        field{"before", &m::before, presence::required, "Of all that were looked at, as it is.", "930"},
        field{"after", &m::after, presence::required, "As it would be.", "610"}};
}();

template <>
inline constexpr auto fields_of<api::preview_item> = [] {
    using m = api::preview_item;
    return std::tuple{
        field{"people", &m::people, presence::required, "Whom the rule is about.", "3000"},
        field{"days", &m::days, presence::required, "Days of theirs that were judged.", "93000"},
        field{"changed_people", &m::changed_people, presence::required, "With a day that would change.",
              "12"},
        field{"changed_days", &m::changed_days, presence::required, "Days that would change.", "40"},
        field{"cut", &m::cut, presence::required,
              "There are more people than are judged at once: ask for fewer days.", "false"},
        field{"warnings", &m::warnings, presence::required, "What a clerk should look at."},
        field{"sums", &m::sums, presence::required, "Minutes by account."},
        field{"changes", &m::changes, presence::required,
              "The first hundred days that would change, by person and date."}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

constexpr std::chrono::days range_most{62};

judged_item item_of(const rules::kept_result& from)
{
    return {rules::status_words(from.statuses), rules::item_words(from)};
}

preview_item item_of(const ops::attendance::preview_findings& from)
{
    preview_item made;
    made.people = from.people;
    made.days = from.days;
    made.changed_people = from.changed_people;
    made.changed_days = from.changed_days;
    made.cut = from.cut;
    made.warnings = from.warnings;
    for (const auto& [account, sums] : from.sums())
        made.sums.push_back({account, sums.first.count(), sums.second.count()});
    for (const ops::attendance::changed_day& each : from.first)
        made.changes.push_back({each.person, each.day, item_of(each.before), item_of(each.after)});
    return made;
}

struct preview_work {
    ops::attendance::preview work;
    std::optional<base::error> refused{};

    bool go_on(store::connection& sql)
    {
        const auto more = work.go_on(sql);
        if (!more)
            refused = more.error();
        return more && *more;
    }
    net::reply answer() const { return refused ? api::refuse(*refused) : done(item_of(work.found()), 200); }
    net::reply refuse(base::errc why) const { return refuse_errc(why); }
};

void serve_preview(endpoint::exchange&& of)
{
    const auto asked = read_call<nothing, preview_input>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    auto proposed = rule_of(*asked);
    if (!proposed)
        return of.ask.answer(refuse(proposed.error()));
    const preview_input& given = asked->body;
    if (given.to < given.from || given.to - given.from > range_most)
        return of.ask.answer(refuse({base::errc::malformed_input,
                                     "Some of the input is wrong; see errors.",
                                     {{"/to", "must lie behind from, by 62 days at most"}}}));
    proposed->since = given.since;
    proposed->words = given.rules;
    const auto index = of.with.writer.published();
    const model::time_zone& zone = *index->organization(proposed->organization)->zone;
    endpoint::read_in_slices(
        of.with, std::move(of.ask),
        preview_work{ops::attendance::preview(*proposed, zone, given.from, given.to, asked->by.now)});
}

}  // namespace

std::span<const endpoint::route> rule_preview_routes()
{
    static constexpr std::array table{
        endpoint::route{"preview_attendance_rule",
                        net::verb::post,
                        "/api/v1/organizations/{organization}/attendance/rules/{kind}/{rule}/preview",
                        endpoint::right::manage,
                        body_most,
                        serve_preview,
                        refuse_request,
                        {"What a version of a rule would change in days gone by. Nothing is written.", 200,
                         detail::write_query<nothing>, detail::write_message<preview_input>,
                         detail::write_success<preview_item>}},
    };
    return table;
}

}  // namespace gatehouse::api
