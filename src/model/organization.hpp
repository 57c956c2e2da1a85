// The tenant and its units. Everything else belongs to exactly one organization.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <cstdint>
#include <string>

namespace gatehouse::model {

enum class organization_status : std::uint8_t { open, closed, deleted };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<organization_status>{"open", "closed",
                                                                                       "deleted"};

// What kind of cards a community hands out: `id` cards bear the numbers that they were made with, onto `ic`
// cards the community writes numbers of its own.
enum class card_kind : std::uint8_t { id, ic };
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<card_kind>{"id", "ic"};

// What a school teaches.
enum class school_level : std::uint8_t { primary, junior, senior, university, other };
template <>
inline constexpr std::array<std::string_view, 5> enumerator_names<school_level>{"primary", "junior", "senior",
                                                                                "university", "other"};

struct organization {
    organization_id id;
    std::string kind;  // kindergarten, school, community, company
    std::string name;
    std::string time_zone;  // a name of the IANA database
    organization_status status = organization_status::open;
    base::instant created_at;
    std::optional<client_id> registered_by{};  // the client whose it is; its living names are unique
    std::optional<base::instant> ended_at{};   // when that client ended it
    std::optional<card_kind> cards{};
    std::string city{};
    std::string district{};
    std::string address{};
    std::string contact{};
    std::string province{};
    std::optional<school_level> level{};
    std::optional<person_id> administrator{};  // who stands for it; perhaps ended since
};

// How long after its client ended it an organization can come back.
inline constexpr std::chrono::days ended_for_good{30};

enum class unit_status : std::uint8_t { active, archived, deleted };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<unit_status>{"active", "archived",
                                                                               "deleted"};

struct unit {
    unit_id id;
    organization_id organization;
    std::optional<unit_id> parent;
    std::string kind;  // class, department
    std::string name;
    unit_status status = unit_status::active;
    base::instant created_at;
    std::string grade{};  // of a class: 2018级
};

std::string_view name_of(organization_status status);
std::optional<organization_status> organization_status_from(std::string_view name);
std::string_view name_of(card_kind kind);
std::optional<card_kind> card_kind_from(std::string_view name);
std::string_view name_of(unit_status status);
std::optional<unit_status> unit_status_from(std::string_view name);

}  // namespace gatehouse::model
