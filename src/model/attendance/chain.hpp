// Who must agree to a request: chains as an organization decided them, and which one a request goes by.
// Attendance rules §14.
#pragma once

#include "model/attendance/leave_account.hpp"
#include "model/attendance/request.hpp"
#include "model/identifiers.hpp"
#include "model/named.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::model::attendance {

// All that may be asked for; the first ones in the order of request_kind.
enum class asked_kind : std::uint8_t { correction, leave, trip, field, overtime, swap };

enum class approver_way : std::uint8_t { lead, people, head, role, choice };

struct chain_level {
    bool all = false;  // all must approve, not any one of them
    approver_way way = approver_way::lead;
    int up = 1;                     // of a lead: how many leads above the person
    unit_id unit{};                 // of a head
    std::string role{};             // of a role
    std::vector<person_id> people;  // named ones, or those among whom the person chooses
};

// How long what is asked for lasts, in both ways in which a chain may measure it.
struct asked_length {
    minutes time{};
    leave_amount days = 0;  // hundredths
};
struct length_bound {
    long amount = 0;
    bool in_days = true;
    minutes unit{60};  // where it is not in days

    bool below(const asked_length& what) const
    {
        return in_days ? amount * 100 < what.days : unit * amount < what.time;
    }
};

struct chain {
    std::string name{};
    long order = 0;  // the lowest is tried first, then by name
    std::optional<asked_kind> kind{};
    std::string leave_type{};
    std::optional<length_bound> over{};
    std::optional<length_bound> up_to{};
    unit_id unit{};  // and all below it
    std::string group{};
    std::vector<chain_level> levels{};
    std::optional<std::chrono::days> auto_approve{};
    bool withdraw_freely = false;
    std::optional<std::size_t> withdraw_by{};  // which level, from 0; nothing: the last
    bool twice = false;                        // who stands in two levels decides in both
    std::chrono::hours remind_after{24};
    std::chrono::days hint_after{3};
};

struct chain_question {
    asked_kind kind = asked_kind::leave;
    std::string leave_type{};
    asked_length length{};
    std::vector<unit_id> units{};  // the person's own, and all above it
    std::string group{};
};

// The first that matches; the direct lead where none does.
chain choose_chain(std::vector<chain> decided, const chain_question& of);

}  // namespace gatehouse::model::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 6> enumerator_names<attendance::asked_kind>{
    "correction", "leave", "trip", "field", "overtime", "swap"};
template <>
inline constexpr std::array<std::string_view, 5> enumerator_names<attendance::approver_way>{
    "lead", "people", "head", "role", "choice"};

}  // namespace gatehouse::model
