// What apps said to people, and who has read it. The words are sealed.
#pragma once

#include "model/inbox.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

inline constexpr std::chrono::days inbox_kept{180};

// Its texts hold no NUL. The task must be free.
model::inbox_item_id insert_inbox_item(transaction& in, const model::inbox_item& what);
void put_in_inbox(transaction& in, model::inbox_item_id what, model::person_id whose);

struct known_todo {
    model::inbox_item_id id;
    model::app_id app;
    base::instant stated_at;
};
std::optional<known_todo> find_todo(connection& sql, model::organization_id home, std::string_view task);
void state_todo(transaction& in, model::inbox_item_id what, model::todo_state now_is, base::instant at);

struct inbox_entry {
    model::inbox_item what;
    std::string app;  // what it calls with; empty: it is of no app
    std::string app_name;
    std::optional<base::instant> read_at;
};
// Newest first, below `before` (0: from the newest).
std::vector<inbox_entry> inbox_of(connection& sql, const keyring& keys, model::person_id whose,
                                  std::int64_t before, std::int64_t most);
// Whether it lies there. Read once, it stays read since then.
bool mark_read(transaction& in, model::person_id whose, model::inbox_item_id what, base::instant now);

// All of theirs, with what nobody else has.
void empty_inbox(transaction& in, model::person_id whose);
// How many went, at most `most`.
std::int64_t drop_old_inbox_items(transaction& in, base::instant created_before, std::int64_t most);

}  // namespace gatehouse::store
