// The one table of what a caller can do wrong. Each protocol maps these rows to its own codes in one place.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::base {

enum class errc : std::uint8_t {
    unauthenticated,
    licence_unknown,
    not_permitted,
    organization_deleted,
    organization_closed,
    organization_unknown,
    organization_exists,
    token_unknown,
    unknown_action,
    missing_parameter,
    malformed_input,
    value_unknown,
    phone_invalid,
    name_invalid,
    unit_unknown,
    unit_elsewhere,
    credential_unknown,
    credential_lost,
    credential_suspended,
    card_number_invalid,
    card_number_fixed,
    card_number_taken,
    person_unknown,
    person_elsewhere,
    login_exists,
    door_unknown,
    door_exists,
    time_invalid,
    picture_invalid,
    visit_none,
    visit_pending,
    visit_cancelled,
    pass_unknown,
    pass_early,
    pass_over,
    visitor_blocked,
    nda_missing,
    binding_unknown,
    not_found,
    conflict,
    throttled,
    overloaded,
    internal,
};

struct error_row {
    errc code;
    std::string_view id;     // stands in logs, metrics and problem documents
    unsigned status;         // HTTP status of our own API
    std::string_view title;  // one sentence for people
};

const error_row& row_of(errc code);

// One of the things that are wrong with an input, and where: a JSON pointer (RFC 6901), or a parameter's
// name.
struct fault {
    std::string where;
    std::string detail;

    friend bool operator==(const fault&, const fault&) = default;
};

// What was wrong with one request. The message says what to change and holds nothing that others may not see.
struct error {
    errc code = errc::internal;
    std::string message{};
    std::vector<fault> faults{};            // every one of them, where an input was read field by field
    std::optional<unsigned> retry_after{};  // seconds
};

}  // namespace gatehouse::base
