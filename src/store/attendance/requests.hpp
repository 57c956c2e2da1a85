// What people ask for, and the steps of those who decide. Reasons and comments are sealed.
#pragma once

#include "model/attendance/approval.hpp"
#include "model/attendance/clerk/asking_words.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store::attendance {

namespace asked = model::attendance;

struct kept_request {
    std::int64_t id = 0;
    model::organization_id organization;
    std::string words;
    model::civil_day first;
    model::civil_day last;
    std::vector<std::string> chain;  // its name, then its rules
    asked::approval way;             // without its chain's rules and levels until they are asked for
    std::optional<int> level;
    std::string reason;
    base::instant filed_at{};
    std::optional<base::instant> decided_at{};  // approved, the last time
    std::optional<base::instant> ended_at{};    // refused, returned, withdrawn or revoked
    base::instant told_at{};                    // when approvers were last reminded
    std::string actor{};
};
std::int64_t insert_request(transaction& in, const kept_request& what);
// State, words and steps; levels that are not among its steps are of a former round.
void update_request(transaction& in, const kept_request& what);

std::optional<kept_request> find_request(connection& sql, const keyring& keys, std::int64_t id);
// With the rules of its chain and its levels.
std::optional<kept_request> find_whole_request(connection& sql, const keyring& keys, std::int64_t id);

struct kept_step {
    int level = 0;
    bool former = false;  // of a round before a return
    asked::level_purpose purpose = asked::level_purpose::approve;
    asked::approval_step what;
};
std::vector<kept_step> steps_of(connection& sql, const keyring& keys, std::int64_t request);

// Those that touch the dates, both included, as far as days are judged by them: approved ones, and what was
// approved once and ended later. Swaps of a colleague with them are among them.
std::vector<kept_request> counting_requests(connection& sql, model::person_id who, model::civil_day first,
                                            model::civil_day last);
// Of a person, newest first, below `before` (0: from the newest).
std::vector<kept_request> requests_of(connection& sql, const keyring& keys, model::person_id who,
                                      std::int64_t before, std::int64_t most);
// Of an organization, oldest first, behind `after`.
std::vector<kept_request> requests_after(connection& sql, const keyring& keys, model::organization_id home,
                                         std::int64_t after, std::int64_t most);
// That wait for a step of theirs, oldest first, behind `after`.
std::vector<kept_request> requests_for(connection& sql, const keyring& keys, model::person_id approver,
                                       std::int64_t after, std::int64_t most);
// Ids of those that wait and of which nobody was told since then, behind `after`.
std::vector<std::int64_t> requests_to_remind(connection& sql, base::instant told_before, std::int64_t after,
                                             std::int64_t most);
// Corrections of a person in those dates that are not refused, returned, withdrawn or revoked.
std::int64_t count_corrections(connection& sql, model::person_id who, model::civil_day first,
                               model::civil_day last);

// Reasons of theirs, and comments on what they asked for or decided, are readable no more.
void forget_reasons(transaction& in, model::person_id who);

void put_copy(transaction& in, std::int64_t request, model::person_id who);
std::vector<model::person_id> copies_of(connection& sql, std::int64_t request);

}  // namespace gatehouse::store::attendance
