// Leave as a ledger: what was granted, reserved, charged and freed; nothing is overwritten.
#pragma once

#include "model/attendance/leave_account.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

enum class leave_entry_kind : std::uint8_t { grant, reserve, charge, free };

}  // namespace gatehouse::store::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 4> enumerator_names<store::attendance::leave_entry_kind>{
    "grant", "reserve", "charge", "free"};

}  // namespace gatehouse::model

namespace gatehouse::store::attendance {

struct leave_entry {
    std::int64_t number = 0;
    model::organization_id organization;
    model::person_id person;
    std::string leave;
    leave_entry_kind kind = leave_entry_kind::grant;
    model::attendance::leave_amount amount = 0;
    model::civil_day day;                     // of a grant: from when it is valid
    std::optional<model::civil_day> until{};  // of a grant
    std::string source{};                     // of a grant: "annual 2026", "hand", "overtime rest 2026-03-07"
    std::int64_t request = 0;
    base::instant at{};
    std::string actor{};
};
std::int64_t insert_leave_entry(transaction& in, const leave_entry& what);
// Oldest first.
std::vector<leave_entry> leave_entries_of(connection& sql, model::person_id who, std::string_view leave);
// Which kinds of leave they have entries of.
std::vector<std::string> leaves_of(connection& sql, model::person_id who);

// What those come to.
model::attendance::leave_account account_of(const std::vector<leave_entry>& entries);
// What was granted for that reason.
model::attendance::leave_amount granted_for(const std::vector<leave_entry>& entries, std::string_view source);

}  // namespace gatehouse::store::attendance
