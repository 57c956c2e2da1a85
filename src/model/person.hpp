// A human being as one organization knows them, and how two of them stand to each other.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::model {

inline constexpr std::array<std::string_view, 5> person_roles{"guardian", "pupil", "teacher", "employee",
                                                              "resident"};

enum class sex : std::uint8_t { male, female };
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<sex>{"male", "female"};

struct person {
    person_id id;
    organization_id organization;
    std::string name;
    std::optional<std::string> phone;   // finds at most one person in an organization
    std::optional<std::string> number;  // the organization's own, a staff or pupil number
    std::string role;                   // one of person_roles
    std::optional<unit_id> unit;
    base::instant created_at;
    std::optional<model::sex> sex{};
};

// How long a person who was ended is known by name: their history can be taken up again until then.
inline constexpr std::chrono::days remembered_for{30};

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
