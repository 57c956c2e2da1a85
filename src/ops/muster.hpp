// Who is in the house: one roll call of all who were seen lately and of all guests who have not left.
#pragma once

#include "store/connection.hpp"

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

// People who passed or tapped within 24 hours: a night shift is in the house at midnight, and nothing says
// that one has left. Guests who signed in and not out, also where their visit was over long ago; of one who
// has passed no door since, when they signed in.
std::vector<present> call_the_roll(store::connection& sql, model::organization_id of, base::instant now);

}  // namespace gatehouse::ops
