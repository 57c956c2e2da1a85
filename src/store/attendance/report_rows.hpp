// Who reports are about, page by page.
#pragma once

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

}  // namespace gatehouse::store::attendance
