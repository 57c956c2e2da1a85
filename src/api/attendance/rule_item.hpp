// A version of a rule of attendance as our API shows it and takes it.
#pragma once

#include "api/operation.hpp"
#include "store/attendance/rules.hpp"

namespace gatehouse::api {

struct rule_item {
    std::int64_t number = 0;
    model::organization_id organization;
    store::attendance::rule_kind kind = store::attendance::rule_kind::shift;
    std::string name;
    model::civil_day since;
    bool ended = false;
    std::vector<std::string> rules;
    base::instant decided_at{};
    std::string decided_by;
};
struct decided_rule_item {
    rule_item rule;
    std::vector<std::string> warnings;
};
rule_item item_of(const store::attendance::rule_version& from);

// Which rule the last two names of a path mean: its kind, and its name, which may be percent-encoded.
// not_found where there is no such kind.
base::result<store::attendance::rule_version> rule_of(const call_head& asked);

inline constexpr std::string_view rules_example =
    R"(["09:00-18:00","break 12:00-13:00","grace 5 late 5 early"])";
inline constexpr std::string_view rules_meaning = "In a clerk's words, a statement a line.";

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::rule_item> = [] {
    using m = api::rule_item;
    return std::tuple{
        field{"number", &m::number, presence::required,
              "Of the decision; of two for one date the higher counts.", "1"},
        field{"organization_id", &m::organization, presence::required, "Whose it is.", "1"},
        field{"kind", &m::kind, presence::required, "What it rules.", "shift"},
        field{"name", &m::name, presence::required, "By which other rules call it.", "Day"},
        field{"since", &m::since, presence::required, "The first date that it judges.", "2026-03-01"},
        field{"ended", &m::ended, presence::required, "From that date on there is no such rule.", "false"},
        field{"rules", &m::rules, presence::required, api::rules_meaning, api::rules_example},
        field{"decided_at", &m::decided_at, presence::required, "RFC 3339, UTC.", "2026-02-20T08:00:00Z"},
        field{"decided_by", &m::decided_by, presence::required, "Who decided it.", "login office"}};
}();

template <>
inline constexpr auto fields_of<api::decided_rule_item> = std::tuple{
    field{"rule", &api::decided_rule_item::rule, presence::required, "As it is kept."},
    field{"warnings", &api::decided_rule_item::warnings, presence::required, "What a clerk should look at."}};

}  // namespace gatehouse::endpoint
