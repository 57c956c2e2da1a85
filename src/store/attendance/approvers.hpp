// Who leads a unit, who has a role in approving, who decides in whose name.
#pragma once

#include "model/attendance/approval.hpp"
#include "store/transaction.hpp"

#include <string>
#include <vector>

namespace gatehouse::store::attendance {

// The role of whoever decides where nobody else can.
inline constexpr std::string_view administrator_role = "administrator";

// In place of those who did.
void put_leads(transaction& in, model::unit_id unit, const std::vector<model::person_id>& people);
std::vector<model::person_id> leads_of(connection& sql, model::unit_id unit);

void put_role(transaction& in, model::organization_id home, std::string_view role,
              const std::vector<model::person_id>& people);
struct role_of_people {
    std::string role;
    std::vector<model::person_id> people;
};
std::vector<role_of_people> roles_of(connection& sql, model::organization_id home);

struct kept_deputy {
    std::int64_t id = 0;
    model::organization_id organization;
    model::attendance::deputy what;
    base::instant decided_at{};
    std::string actor{};
};
std::int64_t insert_deputy(transaction& in, const kept_deputy& what);
// Its last date; before its first: it never was.
void end_deputy(transaction& in, std::int64_t id, model::civil_day until);
std::optional<kept_deputy> find_deputy(connection& sql, std::int64_t id);
// Of a principal, oldest first.
std::vector<kept_deputy> deputies_of(connection& sql, model::person_id principal);
// For whom somebody may act.
std::vector<kept_deputy> deputies_by(connection& sql, model::person_id acting);

}  // namespace gatehouse::store::attendance
