// Who may decide about one request: leads, roles and deputies as the organization has them now.
#pragma once

#include "model/person.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

namespace rules = model::attendance;

// What the rules of approval stand on; they point into it.
class desk {
public:
    // `more`: others who may come to it: whoever decides, whom it is given to.
    desk(store::connection& sql, const store::index& index, const store::attendance::kept_request& about,
         const std::vector<model::person_id>& more, base::instant now);
    desk(const desk&) = delete;
    desk& operator=(const desk&) = delete;

    rules::approval_desk rules_stand_on() const { return {&people_, &deputies_, today_, now_}; }
    const rules::staff& people() const { return people_; }

private:
    rules::staff people_;
    std::vector<rules::deputy> deputies_;
    model::civil_day today_;
    base::instant now_;
};

// The person's own unit, then what lies above it.
std::vector<model::unit_id> units_above(const store::index& index, const model::person& who);

// What waits for somebody: for themselves, or for one in whose name they may decide. Oldest first, behind
// `after`.
std::vector<store::attendance::kept_request> waiting_for(store::connection& sql, const store::keyring& keys,
                                                         const model::person& who, model::civil_day today,
                                                         std::int64_t after, std::int64_t most);

}  // namespace gatehouse::ops::attendance
