// A human being as one organization knows them, and how two of them stand to each other.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

inline constexpr std::array<std::string_view, 5> person_roles{"guardian", "pupil", "teacher", "employee",
                                                              "resident"};

struct person {
    person_id id;
    organization_id organization;
    std::string name;
    std::optional<std::string> phone;   // finds at most one person in an organization
    std::optional<std::string> number;  // the organization's own, a staff or pupil number
    std::string role;                   // one of person_roles
    std::optional<unit_id> unit;
    base::instant created_at;
};

inline constexpr std::array<std::string_view, 1> relation_kinds{"guardian"};

struct relation {
    relation_id id;
    organization_id organization;
    std::string kind;  // guardian: `person` is guardian of `other`
    person_id person;
    person_id other;
    base::instant since;
};

}  // namespace gatehouse::model
