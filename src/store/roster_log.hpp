// What platforms did to the rosters that they own: runs of deeds, the deletes among them that are held, and
// the limits past which deletes are held.
#pragma once

#include "store/external_ids.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

enum class run_form : std::uint8_t { calls, batch };
enum class run_state : std::uint8_t { done, undoing, undone };
enum class deed_action : std::uint8_t { create, update, delete_ };
// `kept`: the run was undone, but this was changed since and stays.
enum class deed_state : std::uint8_t { done, held, released, dropped, undone, kept };

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 2> enumerator_names<store::run_form>{"calls", "batch"};
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<store::run_state>{"done", "undoing",
                                                                                    "undone"};
template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<store::deed_action>{"create", "update",
                                                                                      "delete"};
template <>
inline constexpr std::array<std::string_view, 6> enumerator_names<store::deed_state>{
    "done", "held", "released", "dropped", "undone", "kept"};

}  // namespace gatehouse::model

namespace gatehouse::store {

struct roster_run {
    model::roster_run_id id;
    model::client_id client;
    run_form form = run_form::calls;
    run_state state = run_state::done;
    base::instant began_at;
    base::instant last_at;
    std::int64_t deeds = 0;
    std::int64_t lost = 0;  // people whom undoing could not give back
};

struct roster_deed {
    model::roster_deed_id id;
    model::roster_run_id run;
    model::client_id client;
    model::organization_id organization;
    base::instant at;
    deed_action action = deed_action::create;
    external_kind kind = external_kind::person;
    std::int64_t object = 0;
    std::string external;
    std::int64_t weight = 0;
    model::change_number change;  // what it was before
    deed_state state = deed_state::done;
};

model::roster_run_id begin_run(transaction& in, model::client_id client, run_form form, base::instant now);
// Whether nothing was done in it: then there is none.
bool drop_empty_run(transaction& in, model::roster_run_id id);
// The client's newest run of single calls, if it was not undone, began at `begun` or later and had its last
// deed at `since` or later.
std::optional<model::roster_run_id> current_run(connection& sql, model::client_id client, base::instant since,
                                                base::instant begun);
std::optional<roster_run> find_run(connection& sql, model::roster_run_id id);
std::vector<roster_run> runs_before(connection& sql, std::int64_t before, std::int64_t most);
std::vector<model::roster_run_id> runs_undoing(connection& sql);
void set_run_state(transaction& in, model::roster_run_id id, run_state state);
void count_lost(transaction& in, model::roster_run_id id);

model::roster_deed_id put_deed(transaction& in, const roster_deed& what);
std::optional<roster_deed> find_deed(connection& sql, model::roster_deed_id id);
// Oldest first, of one run; the held ones of an organization.
std::vector<roster_deed> deeds_of(connection& sql, model::roster_run_id run, std::int64_t after,
                                  std::int64_t most);
std::vector<roster_deed> held_deeds(connection& sql, model::organization_id home, std::int64_t after,
                                    std::int64_t most);
// Held since before then, oldest first.
std::vector<roster_deed> held_before(connection& sql, base::instant before, std::int64_t most);
// Newest first: what of the run still stands.
std::vector<roster_deed> deeds_to_undo(connection& sql, model::roster_run_id run, std::int64_t most);
void set_deed_state(transaction& in, model::roster_deed_id id, deed_state state);
// How many people and classes the client's deletes have taken since then.
std::int64_t deleted_since(connection& sql, model::client_id client, model::organization_id home,
                           base::instant since);
// How many its held deletes would take.
std::int64_t held_weight(connection& sql, model::client_id client, model::organization_id home);
// Of the oldest run whose last deed came before then: at most `most` deeds, and the run itself with its last.
// Whether there may be more. What was held in such runs is settled before.
bool drop_old_runs(transaction& in, base::instant before, std::int64_t most);

// Deletes are carried out while there are no more than `deletes` within the window, or no more than `share`
// percent of what the platform has there.
struct roster_brake {
    std::int64_t deletes = 30;
    std::int64_t share = 20;
    std::chrono::minutes window{24 * 60};
};
roster_brake brake_of(connection& sql, model::organization_id home);
void put_brake(transaction& in, model::organization_id home, const roster_brake& how);

}  // namespace gatehouse::store
