// A door of an organization: what a passage goes through. No device need stand behind it.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <string>

namespace gatehouse::model {

struct door {
    door_id id;
    organization_id organization;
    std::string name;  // unique among the organization's doors that are not deleted
    bool deleted = false;
    base::instant created_at;
};

}  // namespace gatehouse::model
