// A human being as one organization knows them, and how two of them stand to each other.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <optional>
#include <string>

namespace gatehouse::model {

struct person {
    person_id id;
    organization_id organization;
    std::string name;
    std::optional<std::string> phone;   // finds at most one person in an organization
    std::optional<std::string> number;  // the organization's own, a staff or pupil number
    std::string role;                   // guardian, pupil, teacher, employee, resident
    std::optional<unit_id> unit;
    base::instant created_at;
};

struct relation {
    organization_id organization;
    std::string kind;  // guardian: `person` is guardian of `other`
    person_id person;
    person_id other;
};

}  // namespace gatehouse::model
