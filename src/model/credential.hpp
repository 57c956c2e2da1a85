// What opens or records: a card now, faces and passes later. Whom it records, and who is told.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <cstdint>

namespace gatehouse::model {

enum class credential_status : std::uint8_t { active, suspended, lost, revoked };
template <>
inline constexpr std::array<std::string_view, 4> enumerator_names<credential_status>{"active", "suspended",
                                                                                     "lost", "revoked"};

struct credential {
    credential_id id;
    organization_id organization;
    presented_id presented;
    std::optional<unit_id> unit;
    std::optional<person_id> bearer;  // the one whose passage it records; nobody yet when empty
    credential_status status = credential_status::active;
    std::optional<base::instant> valid_from;
    std::optional<base::instant> valid_until;  // the first instant at which it is honoured no more
    base::instant created_at;
};

// Whether the credential counts at this instant.
bool is_honoured(const credential& held, base::instant at);

std::string_view name_of(credential_status status);
std::optional<credential_status> credential_status_from(std::string_view name);

}  // namespace gatehouse::model
