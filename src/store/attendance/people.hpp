// Who stands under which rules of attendance: groups, rotations, single days, employment.
#pragma once

#include "store/attendance/rules.hpp"

namespace gatehouse::store::attendance {

// kind `group` or `rotation`; both dates included, nothing: for ever.
struct assignment {
    std::int64_t id = 0;
    model::organization_id organization;
    model::person_id person;
    rule_kind kind = rule_kind::group;
    std::string name;
    std::int64_t phase = 0;  // of a rotation
    model::civil_day since;
    std::optional<model::civil_day> until;
    base::instant decided_at{};
    std::string actor{};
};
std::int64_t insert_assignment(transaction& in, const assignment& what);
// Its last date; before its first: it never was; nothing: for ever.
void end_assignment(transaction& in, std::int64_t id, std::optional<model::civil_day> until);
std::optional<assignment> find_assignment(connection& sql, std::int64_t id);
// By their first dates.
std::vector<assignment> assignments_of(connection& sql, model::person_id who);
// Of one rule of the organization, oldest first, behind `after`.
std::vector<assignment> assignments_to(connection& sql, model::organization_id home, rule_kind kind,
                                       std::string_view name, std::int64_t after, std::int64_t most);

// One person's shift on one date.
struct day_override {
    std::int64_t number = 0;
    model::organization_id organization;
    model::person_id person;
    model::civil_day day;
    std::optional<std::string> plan;  // a shift's name or "rest"; nothing: lifted
    std::optional<std::string> zone;  // nothing: the group's
    base::instant decided_at{};
    std::string actor{};
};
std::int64_t insert_override(transaction& in, const day_override& what);
// The ones that count, by date; lifted ones are not among them. Both dates included.
std::vector<day_override> overrides_of(connection& sql, model::person_id who, model::civil_day first,
                                       model::civil_day last);
// All that were decided for a date, oldest first.
std::vector<day_override> override_history(connection& sql, model::person_id who, model::civil_day day);

struct employment {
    model::person_id person;
    model::organization_id organization;
    std::optional<model::civil_day> joined;
    std::optional<model::civil_day> left;         // the last date
    std::optional<model::civil_day> works_since;  // the first job ever
    std::optional<model::civil_day> spared_from;  // neither nights nor overtime, both dates included
    std::optional<model::civil_day> spared_until;

    friend bool operator==(const employment&, const employment&) = default;
};
void put_employment(transaction& in, const employment& what);
std::optional<employment> find_employment(connection& sql, model::person_id who);

// Whoever was ever assigned a group or a rotation, behind `after`, by id.
std::vector<model::person_id> people_under_rules(connection& sql, model::organization_id home,
                                                 std::int64_t after, std::int64_t most);
bool is_under_rules(connection& sql, model::person_id who);

}  // namespace gatehouse::store::attendance
