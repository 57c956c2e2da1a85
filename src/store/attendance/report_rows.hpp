// Who reports are about, page by page.
#pragma once

#include "model/time_zone.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

struct member {
    model::person_id person;
    model::unit_id unit;  // where they are now; none: in no unit
};
// Of the organization, also who has gone, by id behind `after`.
std::vector<member> members_after(connection& sql, model::organization_id home, std::int64_t after,
                                  std::int64_t most);

struct member_name {
    std::string name;  // empty: forgotten
    std::string number;
};
// Also of who has gone.
member_name name_of_member(connection& sql, model::person_id who);
// What it connects with where nobody named it; empty where there is none.
std::string name_of_device(connection& sql, model::device_id which);

// A request as far as nobody's secret: reasons and comments stay sealed.
struct request_outline {
    std::int64_t id = 0;
    model::person_id person;
    std::string words;
    model::civil_day first;
    model::civil_day last;
    std::string state;
    base::instant filed_at;
};
// That touch the dates, both included; oldest first, behind `after`.
std::vector<request_outline> requests_in(connection& sql, model::organization_id home, model::civil_day first,
                                         model::civil_day last, std::int64_t after, std::int64_t most);
struct step_outline {
    std::int64_t level = 0;
    model::person_id approver;
    std::string state;
    std::optional<model::person_id> decided_by;  // where another did
    std::optional<base::instant> opened_at;
    std::optional<base::instant> decided_at;
};
// In the order of the levels, those before a return in front.
std::vector<step_outline> outlined_steps(connection& sql, std::int64_t request);

}  // namespace gatehouse::store::attendance
