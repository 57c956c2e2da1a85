// Calls of apps' webhooks: made with a deed or behind a log, read by app when they are due, by page when
// somebody looks.
#pragma once

#include "model/app_call.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

// Behind all that is pending of its lane. Nothing where the app has no webhook; whether it was inserted.
bool insert_app_call(transaction& in, const model::app_call& what);
// Of the lane's pending calls of that action none is left: a newer one says it all.
void drop_pending_calls(transaction& in, model::app_id app, model::device_id device, std::int64_t action);

// An app of which a call is pending, and when the first of them is due.
struct waiting_app {
    model::app_id id;
    base::instant next_attempt;
};
std::vector<waiting_app> waiting_apps(connection& sql);
std::int64_t pending_app_calls(connection& sql);

struct app_call_view {
    model::app_call what;
    std::string app;     // what it calls with
    std::string device;  // what it connects with; empty: it is about none
};

// The first of each lane of the app whose time has come. What is about an organization and was never tried
// goes before what was made after it, in whichever lane.
std::vector<app_call_view> due_app_calls(connection& sql, const keyring& keys, model::app_id app,
                                         base::instant now, std::int64_t limit);

// Writes down an attempt and what follows from it; a call that ended lets the next of its lane go. One that
// is not pending any more keeps its state.
void record_attempt(transaction& in, const model::app_call& of, const model::attempt& what,
                    const model::next_step& next);
// Pending again, from the beginning of its schedule, before those of its lane that wait their turn.
void call_again(transaction& in, const model::app_call& what);

// Newest first, ids below `before` (none: from the newest), of that state (none: all). Without their data.
std::vector<app_call_view> app_calls_before(connection& sql, std::optional<model::delivery_state> state,
                                            model::app_call_id before, std::int64_t limit);
std::optional<app_call_view> find_app_call(connection& sql, model::app_call_id id);

// How many were removed, of the `most` oldest; one that was pending lets the next of its lane go.
std::int64_t drop_old_app_calls(transaction& in, base::instant made_before, std::int64_t most);

}  // namespace gatehouse::store
