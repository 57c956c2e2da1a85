// Chains of approval, kinds of leave and swaps in a clerk's words. Every function throws bad_statement.
//
// chain:  for any | <kind> [<leave type>] [over <n> days|hours|minutes] [up to <n> days|hours|minutes]
//         unit <id>          group <name>          order <n>
//         level any|all lead <k> | people <id> {<id>} | head unit <id> | role <name> | choice <id> {<id>}
//         auto approve after <n> days              withdraw freely | withdraw by level <n>
//         decide twice       remind after <n> hours          hint after <n> days
// leave:  unit minutes|hour|tenth-day|half-day|day           calendar days | work days
//         paid [part] | unpaid                               balance [down to -<n>] | no balance
//         grant yearly|monthly [<n>] | no grant              carry until <mm-dd>
//         lieu valid <n> months
#pragma once

#include "model/attendance/chain.hpp"
#include "model/attendance/clerk/statement.hpp"
#include "model/attendance/leave_type.hpp"

namespace gatehouse::model::attendance::clerk {

void read_chain_rule(statement& line, chain& into);
// What only the whole can tell: it has a level, time approves neither overtime nor sick leave.
void check_chain(const chain& what);
chain read_chain(const std::string& name, const std::vector<std::string>& lines);

void read_leave_rule(statement& line, leave_type& into);
// On top of what is shipped under that code, if anything is.
leave_type read_leave_type(const std::string& code, const std::vector<std::string>& lines);

// All of what somebody asks for but who asks.
struct asked_words {
    asked_kind kind = asked_kind::leave;
    request what{};  // of a swap: its dates only
    // Of a swap: another date of one's own, or a colleague on the same date.
    std::optional<civil_day> other_date{};
    person_id colleague{};
};
// "leave annual 2026-03-16 morning", "swap 2026-03-16 with 2026-03-18", "swap 2026-03-16 with person 12".
asked_words read_asked(std::string_view text);

}  // namespace gatehouse::model::attendance::clerk
