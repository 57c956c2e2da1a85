// The punch log: appended by the batch, read by page and by follower, never edited.
#pragma once

#include "store/pictures.hpp"
#include "store/presented.hpp"

#include <span>
#include <vector>

namespace gatehouse::store {

// A punch on its way in. `what.presented` is set where the index knew it; else `shown` is interned with the
// batch.
struct punch_draft {
    model::punch what;
    std::optional<store::shown> shown;
    std::optional<prepared_picture> picture;
};

// Appends the drafts in order, outcomes likewise. `next` is the number of the next new punch and moves on.
std::vector<punch_outcome> append(transaction& in, std::span<punch_draft> drafts, model::punch_number& next);

model::punch_number last_punch(connection& sql);
// The last with number <= `until`, of one organization or, with none, of all; 0 where there is none.
model::punch_number last_punch_until(connection& sql, model::organization_id organization,
                                     std::int64_t until);

// The first number that may have come since then: numbers follow the commits, so nothing need be searched
// through. Within a batch, and while a clock is set, times are not quite in the order of numbers: an hour is
// allowed for.
std::int64_t first_received(connection& sql, base::instant since);

// A punch as people see it: with whose card it was as far as is known now.
struct punch_view {
    model::recorded_punch punch;
    std::optional<model::credential_id> credential;
    std::optional<model::person_id> person;
    std::string person_name;           // empty: nobody yet
    std::string person_phone;          // empty: none
    std::string door_name;             // empty: no door
    std::string unit_name;             // of the credential, as it is now
    std::string told;                  // names of those who are told, joined by ", "
    std::optional<std::string> shown;  // the original text; nothing where it was erased
    bool has_picture = false;
};

// Newest first, numbers below `before` (0: from the newest); of one organization or, with none, of all.
std::vector<punch_view> punches_before(connection& sql, const keyring& keys,
                                       model::organization_id organization, std::int64_t before,
                                       std::int64_t limit);

// What is left out does not matter.
struct punch_filter {
    model::organization_id organization;  // none: all; where there is a unit or a person, theirs
    std::optional<model::unit_id> unit;
    std::optional<model::person_id> person;
    std::optional<base::instant> from;   // of the corrected time
    std::optional<base::instant> until;  // the first instant that is out
};

struct punch_page {
    std::vector<punch_view> found;  // newest first
    // Where the next page begins; 0: there is none. It may be there though fewer were found than asked for:
    // one page looks at a limited number of punches.
    std::int64_t next = 0;
};

punch_page find_punches(connection& sql, const keyring& keys, const punch_filter& which, std::int64_t before,
                        std::int64_t most);

// The log is followed with what each punch showed, for pages of one person or unit. What one card showed lies
// together there, so rows are added in that order: those of many punches touch each page once.
struct shown_by_punch {
    model::presented_id presented;
    model::punch_number number;
};
struct punches_to_index {
    std::vector<shown_by_punch> rows;  // by what they showed
    model::punch_number until;         // 0: there is nothing to follow
};
// The next `most` at most.
punches_to_index next_to_index(connection& sql, std::size_t most);
void index_punches(transaction& in, std::span<const shown_by_punch> rows);
// Once all rows until there are in.
void finish_indexing(transaction& in, model::punch_number until);

std::optional<punch_view> find_punch(connection& sql, const keyring& keys, model::punch_number number);
// As the log grew: oldest first, after < number <= `until`.
std::vector<punch_view> punches_after(connection& sql, const keyring& keys,
                                      model::organization_id organization, std::int64_t after,
                                      std::int64_t until, std::int64_t limit);

// What went through the organization's doors, or was to, newest first.
struct passage_span {
    std::int64_t before = 0;  // numbers below; 0: from the newest
    base::instant from;
    base::instant until;  // the first instant that is out
    std::int64_t limit = 0;
};
std::vector<punch_view> passages_before(connection& sql, const keyring& keys,
                                        model::organization_id organization, const passage_span& asked);

// Says whose everything is that shows one presented text, nobody's where it is given back. The first time
// also what it showed before; who takes what was nobody's, or gets the credential that nobody bore, takes
// what it showed since then. Otherwise only what it shows from now on: a number given to somebody else takes
// no history with it.
void attribute(transaction& in, model::organization_id organization, model::presented_id presented,
               const std::optional<model::credential_id>& credential,
               const std::optional<model::person_id>& person, std::string_view reason,
               model::change_number because, base::instant now);
// Whose what is presented is now.
std::optional<model::person_id> attributed_to(connection& sql, model::presented_id presented);

}  // namespace gatehouse::store
