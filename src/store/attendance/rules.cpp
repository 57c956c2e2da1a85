#include "store/attendance/rules.hpp"

#include "store/attendance/civil.hpp"

namespace gatehouse::store::attendance {
namespace {

#define GATEHOUSE_RULE                                                                                       \
    "number, organization, kind, name, since, words, decided_at, actor FROM attendance_rule "
constexpr statement insert{"insert_attendance_rule",
                           "INSERT INTO attendance_rule (organization, kind, name, since, words, decided_at, "
                           "actor) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING number"};
constexpr statement in_force{"attendance_rules",
                             "SELECT " GATEHOUSE_RULE
                             "r WHERE organization = ?1 AND (?2 IS NULL OR kind = ?2) AND NOT EXISTS "
                             "(SELECT 1 FROM attendance_rule l WHERE l.organization = r.organization AND "
                             "l.kind = r.kind AND l.name = r.name AND l.since = r.since AND "
                             "l.number > r.number) ORDER BY kind, name, since"};
constexpr statement decided{"attendance_rule_history",
                            "SELECT " GATEHOUSE_RULE
                            "WHERE organization = ?1 AND kind = ?2 AND name = ?3 ORDER BY number"};
#undef GATEHOUSE_RULE

std::string joined(const std::vector<std::string>& lines)
{
    std::string text;
    for (const std::string& each : lines)
        text.append(text.empty() ? "" : "\n").append(each);
    return text;
}

std::vector<std::string> parted(std::string_view text)
{
    std::vector<std::string> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    }
    return lines;
}

rule_version rule_from(const row& at)
{
    rule_version what;
    what.number = at.integer(0);
    what.organization = {at.integer(1)};
    what.kind = model::from_name<rule_kind>(at.text(2)).value();
    what.name = at.text(3);
    what.since = day_from(at.integer(4));
    if (!at.is_null(5))
        what.words = parted(at.text(5));
    what.decided_at = at.time(6);
    what.actor = at.text(7);
    return what;
}

}  // namespace

std::int64_t insert_rule(transaction& in, const rule_version& what)
{
    const std::string text = what.words ? joined(*what.words) : "";
    return in.sql
        .number(insert, {what.organization.value, model::name_of(what.kind), what.name, number_of(what.since),
                         what.words ? value{text} : value{nullptr}, base::to_milliseconds(what.decided_at),
                         what.actor})
        .value();
}

std::vector<rule_version> rules_of(connection& sql, model::organization_id home,
                                   std::optional<rule_kind> kind)
{
    return sql.all(in_force, {home.value, kind ? value{model::name_of(*kind)} : value{nullptr}}, rule_from);
}

std::vector<rule_version> history_of(connection& sql, model::organization_id home, rule_kind kind,
                                     std::string_view name)
{
    return sql.all(decided, {home.value, model::name_of(kind), name}, rule_from);
}

}  // namespace gatehouse::store::attendance
