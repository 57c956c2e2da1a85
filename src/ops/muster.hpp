// Who is in the house: one roll call of all who were seen today and of all guests who have not left.
#pragma once

#include "store/punches.hpp"
#include "store/visits.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::ops {

struct present {
    std::string kind;  // a role of people, or visitor, companion
    std::string name;
    std::string phone;  // empty: none
    std::optional<model::person_id> person;
    std::optional<model::visit_id> visit;
    std::string host;  // of a guest
    std::string last_door;
    base::instant last_seen;
};

// People who passed or tapped since the day began, on the organization's calendar: nothing says that one has
// left. Guests who signed in and not out, also where their visit was over within a day.
std::vector<present> call_the_roll(store::connection& sql, const store::keyring& keys,
                                   const store::organization_entry& of, base::instant now);

}  // namespace gatehouse::ops
