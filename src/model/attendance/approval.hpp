// The way of one request through its chain: who is asked, who decided, what became of it. No store, no clock.
// Attendance rules §14.
#pragma once

#include "model/attendance/chain.hpp"

#include <map>
#include <set>

namespace gatehouse::model::attendance {

enum class approval_state : std::uint8_t { waiting, approved, refused, returned, withdrawn, revoked };
enum class step_state : std::uint8_t {
    open,
    approved,
    refused,
    returned,
    already,    // approved at an earlier level
    passed,     // decided without them
    moved,      // given to another
    left,       // is with the organization no more
    automatic,  // by time
};
// Whether a level agrees to the exchange, approves, or lets something be withdrawn.
enum class level_purpose : std::uint8_t { consent, approve, withdraw };
// Why a step is somebody's.
enum class step_origin : std::uint8_t { chain, next_lead, administrator, transfer, added, colleague };

struct approval_step {
    person_id approver;
    step_state state = step_state::open;
    step_origin origin = step_origin::chain;
    person_id decided_by{};  // a deputy, where it is not the approver
    std::optional<base::instant> at{};
    std::string comment{};

    bool operator==(const approval_step&) const = default;
};

struct approval_level {
    int number = 0;  // never used again for this request
    level_purpose purpose = level_purpose::approve;
    bool all = false;
    std::optional<std::size_t> source{};  // which level of the chain; nothing: of none
    std::vector<approval_step> steps{};
    std::optional<base::instant> opened{};

    bool waits() const;
    bool operator==(const approval_level&) const = default;
};

// Levels in the order in which they decide. Those of a former round, before a return, are not among them.
struct approval {
    asked_kind kind = asked_kind::leave;
    person_id applicant{};  // who filed it; none: a program
    person_id person{};     // whom it is for
    person_id colleague{};  // of a swap
    attendance::chain by{};
    approval_state state = approval_state::waiting;
    bool withdrawing = false;
    int last_number = 0;
    std::vector<approval_level> levels{};

    // Whose turn it is; null where nothing waits.
    approval_level* current();
    const approval_level* current() const;
};

// Who stands where, as far as one request asks for it.
struct staff {
    std::vector<std::vector<person_id>> leads{};  // above the person, the nearest first
    std::map<unit_id, std::vector<person_id>> heads{};
    std::map<std::string, std::vector<person_id>, std::less<>> roles{};
    std::vector<person_id> administrators{};
    std::set<person_id> gone{};
};

struct deputy {  // both dates included
    person_id principal;
    person_id acting;
    std::optional<asked_kind> kind{};  // nothing: of all kinds
    civil_day from;
    std::optional<civil_day> until{};
};

// Never oneself: neither the applicant, nor whom it is for, nor who takes the other half of a swap.
bool is_own(const approval& of, person_id who);

// What a decision stands on. `barred` is is_own everywhere but in a test that shows what it is good for.
struct approval_desk {
    const staff* people = nullptr;
    const std::vector<deputy>* deputies = nullptr;
    civil_day today;
    base::instant now{};
    bool (*barred)(const approval&, person_id) = is_own;
};

enum class approval_answer : std::uint8_t {
    done,
    repeated,   // decided so or otherwise before
    passed,     // the level has passed, or nothing waits
    own,
    not_asked,  // stands on no such step, and is nobody's deputy there
    unknown_level,
    nobody,          // [A-144][A-146] nobody is left to decide
    choice_missing,  // whom the person chooses is to be said
    choice_unknown,  // the one chosen is not among those to choose from
};

// Sends it on its way, also anew after a return. `chosen` is by levels that offer a choice, in their
// order. nobody, choice_missing, choice_unknown: nothing was changed.
approval_answer file(approval& of, const approval_desk& at, const std::vector<person_id>& chosen);

enum class verdict : std::uint8_t { approve, refuse, send_back };
struct approval_decision {
    person_id by;
    std::optional<int> level{};  // nothing: whichever waits
    attendance::verdict what = verdict::approve;
    std::string comment{};
};
approval_answer decide(approval& of, const approval_decision& made, const approval_desk& at);

// One's own step, at the level that waits.
approval_answer transfer(approval& of, person_id from, person_id to, const std::string& comment,
                         const approval_desk& at);
approval_answer add_approver(approval& of, person_id by, person_id extra, bool before,
                             const approval_desk& at);

// Afterwards it is withdrawn, or `withdrawing` and waits. own: only who asked may do so.
approval_answer withdraw(approval& of, person_id by, const approval_desk& at);
// What was approved. Of an administrator.
approval_answer revoke(approval& of, person_id by, const approval_desk& at);

// Open steps of those who are gone. done: something changed; passed: nothing was to do.
approval_answer renew(approval& of, const approval_desk& at);

// Where is_due_by_time() says so.
void approve_by_time(approval& of, const approval_desk& at);

}  // namespace gatehouse::model::attendance

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 6> enumerator_names<attendance::approval_state>{
    "waiting", "approved", "refused", "returned", "withdrawn", "revoked"};
template <>
inline constexpr std::array<std::string_view, 9> enumerator_names<attendance::step_state>{
    "open",   "approved",    "refused", "returned", "already_approved",
    "passed", "transferred", "left",    "automatic"};
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<attendance::level_purpose>{
    "consent", "approve", "withdraw"};
template <>
inline constexpr std::array<std::string_view, 6> enumerator_names<attendance::step_origin>{
    "chain", "next_lead", "administrator", "transfer", "added", "colleague"};
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<attendance::verdict>{"approve", "refuse",
                                                                                       "return"};

}  // namespace gatehouse::model
