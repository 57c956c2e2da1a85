// Where people and passes were last seen, and which guests are inside: what a roll call is made of.
#pragma once

#include "store/connection.hpp"

#include <string>
#include <vector>

namespace gatehouse::store {

struct sighting {
    std::optional<model::person_id> person;  // none: a pass, which is nobody's of the roster
    std::string role;                        // of the person, as are the next two
    std::string name;
    std::string phone;
    model::presented_id presented;
    std::string door;  // empty: none
    base::instant at;
};
// The last accepted punch, since then, of each person who is there still and of each pass; people first. One
// look at what the log holds of that time.
std::vector<sighting> last_sightings(connection& sql, model::organization_id of, base::instant since);

struct guest_inside {
    model::visit_id visit;
    bool is_main = false;
    std::string name;
    std::string phone;
    std::string interviewee;
    model::presented_id presented;  // their pass
    base::instant signed_in_at;
    std::string last_door;  // that the pass opened, as far as the log's followers have come; empty: none
    std::optional<base::instant> last_seen;  // there
};
// Signed in and not out again, however long ago; the main visitor of each visit first.
std::vector<guest_inside> guests_inside(connection& sql, model::organization_id of);

}  // namespace gatehouse::store
