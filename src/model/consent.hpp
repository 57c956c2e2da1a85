// That somebody may be known by their face or a finger, or by where their phone is: for what, who said so,
// when, and what they had been told.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <optional>
#include <string>

namespace gatehouse::model {

enum class consent_purpose : std::uint8_t { face, fingerprint, location };
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<consent_purpose>{"face", "fingerprint",
                                                                                   "location"};

enum class consent_giver : std::uint8_t { self, guardian };
template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<consent_giver>{"self", "guardian"};

struct consent {
    consent_id id;
    organization_id organization;
    person_id person;
    consent_purpose purpose = consent_purpose::face;
    consent_giver given_by = consent_giver::self;
    std::optional<person_id> guardian;  // who gave it, for a child under 14
    base::instant given_at;
    std::string notice;  // the text that was shown
    base::instant recorded_at;
    bool is_14_or_older = false;  // a pupil who spoke for themselves
};

}  // namespace gatehouse::model
