#include "api/attendance/rules.hpp"

#include "api/attendance/rule_item.hpp"
#include "api/page.hpp"
#include "base/percent.hpp"
#include "ops/attendance/rule_deeds.hpp"

#include <algorithm>

namespace gatehouse::api {

namespace sa = store::attendance;

struct rules_query : page_query {
    std::optional<sa::rule_kind> kind;
    std::optional<model::civil_day> on;
};

struct rule_input {
    model::civil_day since;
    std::vector<std::string> rules;
};

struct end_query {
    std::optional<model::civil_day> since;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::rules_query> = std::tuple_cat(
    fields_of<api::page_query>,
    std::tuple{field{"kind", &api::rules_query::kind, presence::optional, "Of one kind only.", "shift"},
               field{"on", &api::rules_query::on, presence::optional,
                     "Only the versions that judge that date, and no ended rules.", "2026-03-09"}});

template <>
inline constexpr auto fields_of<api::rule_input> = std::tuple{
    field{"since", &api::rule_input::since, presence::required,
          "The first date that it judges; the first version judges the dates before, too.", "2026-03-01"},
    field{"rules", &api::rule_input::rules, presence::required, api::rules_meaning, api::rules_example}};

template <>
inline constexpr auto fields_of<api::end_query> =
    std::tuple{field{"since", &api::end_query::since, presence::optional,
                     "The first date without it; today when left out.", "2026-07-01"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {

rule_item item_of(const sa::rule_version& from)
{
    return {from.number,
            from.organization,
            from.kind,
            from.name,
            from.since,
            !from.words,
            from.words.value_or(std::vector<std::string>{}),
            from.decided_at,
            from.actor};
}

base::result<sa::rule_version> rule_of(const call_head& asked)
{
    sa::rule_version what;
    what.organization = asked.id<model::organization_id>(0);
    const auto kind = model::from_name<sa::rule_kind>(asked.path[1]);
    const auto name = base::percent_decoded(asked.path[2]);
    if (!kind || !name)
        return base::error{base::errc::not_found};
    what.kind = *kind;
    what.name = *name;
    return what;
}

namespace {

base::result<page<rule_item>> list_rules(const reading& in, const call<rules_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const auto decided = sa::rules_of(in.sql, asked.id<model::organization_id>(0), asked.query.kind);
    std::vector<rule_item> found;
    for (const sa::rule_version& each : decided) {
        const bool counts = !asked.query.on ||
                            (each.words && ops::attendance::in_force(decided, each.kind, each.name,
                                                                     *asked.query.on) == &each);
        if (counts && each.number > *after)
            found.push_back(item_of(each));
    }
    std::sort(found.begin(), found.end(),
              [](const rule_item& a, const rule_item& b) { return a.number < b.number; });
    return page_of(std::move(found), asked.query, [](const rule_item& last) { return last.number; });
}

base::result<page<rule_item>> read_history(const reading& in, const call<page_query, nothing>& asked)
{
    const auto which = rule_of(asked);
    if (!which)
        return which.error();
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const auto decided = sa::history_of(in.sql, which->organization, which->kind, which->name);
    if (decided.empty())
        return base::error{base::errc::not_found};
    std::vector<rule_item> found;
    for (const sa::rule_version& each : decided)
        if (each.number > *after)
            found.push_back(item_of(each));
    return page_of(std::move(found), asked.query, [](const rule_item& last) { return last.number; });
}

base::result<decided_rule_item> decide(store::transaction& in, const call<nothing, rule_input>& asked)
{
    auto what = rule_of(asked);
    if (!what)
        return what.error();
    what->since = asked.body.since;
    what->words = asked.body.rules;
    const auto decided = ops::attendance::decide_rule(in, *what, asked.by.author());
    if (!decided)
        return decided.error();
    return decided_rule_item{item_of(decided->what), decided->warnings};
}

base::result<rule_item> end(store::transaction& in, const call<end_query, nothing>& asked)
{
    auto what = rule_of(asked);
    if (!what)
        return what.error();
    what->since = asked.query.since.value_or(
        ops::attendance::today_in(in.index, what->organization, asked.by.now));
    const auto ended = ops::attendance::end_rule(in, *what, asked.by.author());
    if (!ended)
        return ended.error();
    return item_of(*ended);
}

}  // namespace

std::span<const endpoint::route> attendance_rule_routes()
{
    static constexpr std::string_view one =
        "/api/v1/organizations/{organization}/attendance/rules/{kind}/{rule}";
    static constexpr std::array table{
        read<list_rules>("list_attendance_rules", "/api/v1/organizations/{organization}/attendance/rules",
                         endpoint::right::see,
                         "The versions of rules that count, in the order in which they were decided."),
        read<read_history>("read_attendance_rule", one, endpoint::right::see,
                           "All that was ever decided about one rule, oldest first."),
        write<decide>("decide_attendance_rule", net::verb::put, one, endpoint::right::manage,
                      "A version of a rule that holds from a date on. The days that it judges are computed "
                      "anew; locked ones stay, and what would change is booked."),
        write<end>("end_attendance_rule", net::verb::delete_, one, endpoint::right::manage,
                   "Ends a rule; its versions stay for the dates before. A shift that is still named "
                   "cannot end."),
    };
    return table;
}

}  // namespace gatehouse::api
