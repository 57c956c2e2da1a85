#include "store/roster_log.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert_run{"insert_roster_run",
                               "INSERT INTO roster_run (client, form, state, began_at, last_at, deeds) "
                               "VALUES (?1, ?2, 'done', ?3, ?3, 0) RETURNING id"};
constexpr statement drop_empty{"drop_empty_roster_run", "DELETE FROM roster_run WHERE id = ?1 AND deeds = 0"};
constexpr statement current{"current_roster_run",
                            "SELECT id FROM (SELECT id, form, state, began_at, last_at FROM roster_run "
                            "WHERE client = ?1 ORDER BY id DESC LIMIT 1) "
                            "WHERE form = 'calls' AND state = 'done' AND last_at >= ?2 AND began_at >= ?3"};
#define GATEHOUSE_RUN "SELECT id, client, form, state, began_at, last_at, deeds, lost FROM roster_run WHERE "
constexpr statement run_by_id{"find_roster_run", GATEHOUSE_RUN "id = ?1"};
constexpr statement runs_page{"roster_runs", GATEHOUSE_RUN "(?1 = 0 OR id < ?1) ORDER BY id DESC LIMIT ?2"};
#undef GATEHOUSE_RUN
constexpr statement undoing{"roster_runs_undoing",
                            "SELECT id FROM roster_run WHERE state = 'undoing' ORDER BY id"};
constexpr statement run_state_statement{"set_roster_run_state",
                                        "UPDATE roster_run SET state = ?2 WHERE id = ?1"};
constexpr statement count_lost_statement{"count_lost_of_roster_run",
                                         "UPDATE roster_run SET lost = lost + 1 WHERE id = ?1"};
constexpr statement count_deed{"count_roster_deed",
                               "UPDATE roster_run SET deeds = deeds + 1, last_at = ?2 WHERE id = ?1"};
constexpr statement insert_deed{
    "insert_roster_deed", "INSERT INTO roster_deed (run, client, organization, at, action, kind, object, "
                          "external, weight, change, state) "
                          "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) RETURNING id"};
#define GATEHOUSE_DEED                                                                                       \
    "SELECT id, run, client, organization, at, action, kind, object, external, weight, change, state "       \
    "FROM roster_deed WHERE "
constexpr statement deed_by_id{"find_roster_deed", GATEHOUSE_DEED "id = ?1"};
constexpr statement of_run{"roster_deeds", GATEHOUSE_DEED "run = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement of_home{"held_roster_deeds", GATEHOUSE_DEED
                            "organization = ?1 AND state = 'held' AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement held_since{"roster_deeds_held_before",
                               GATEHOUSE_DEED "state = 'held' AND at < ?1 ORDER BY at, id LIMIT ?2"};
constexpr statement to_undo{"roster_deeds_to_undo", GATEHOUSE_DEED
                            "run = ?1 AND state IN ('done', 'held', 'released') ORDER BY id DESC LIMIT ?2"};
#undef GATEHOUSE_DEED
constexpr statement deed_state_statement{"set_roster_deed_state",
                                         "UPDATE roster_deed SET state = ?2 WHERE id = ?1"};
constexpr statement deleted{"roster_deleted_since",
                            "SELECT coalesce(sum(weight), 0) FROM roster_deed WHERE client = ?1 AND "
                            "organization = ?2 AND action = 'delete' AND at > ?3 AND state = 'done'"};
constexpr statement held_weight_statement{
    "roster_held_weight", "SELECT coalesce(sum(weight), 0) FROM roster_deed WHERE organization = ?1 AND "
                          "client = ?2 AND state = 'held'"};
constexpr statement old_run{
    "old_roster_run",
    "SELECT id FROM roster_run WHERE last_at < ?1 AND state <> 'undoing' ORDER BY id LIMIT 1"};
constexpr statement drop_deeds{"drop_roster_deeds",
                               "DELETE FROM roster_deed WHERE id IN (SELECT id FROM roster_deed WHERE "
                               "run = ?1 ORDER BY id LIMIT ?2)"};
constexpr statement drop_run{"drop_roster_run", "DELETE FROM roster_run WHERE id = ?1"};
constexpr statement find_brake{"find_roster_brake", "SELECT deletes, share, window_minutes FROM roster_brake "
                                                    "WHERE organization = ?1"};
constexpr statement upsert_brake{
    "upsert_roster_brake",
    "INSERT INTO roster_brake (organization, deletes, share, window_minutes) VALUES (?1, ?2, ?3, ?4) "
    "ON CONFLICT (organization) DO UPDATE SET deletes = excluded.deletes, share = excluded.share, "
    "window_minutes = excluded.window_minutes"};

roster_run run_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            model::from_name<run_form>(at.text(2)).value(),
            model::from_name<run_state>(at.text(3)).value(),
            at.time(4),
            at.time(5),
            at.integer(6),
            at.integer(7)};
}

roster_deed deed_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            {at.integer(2)},
            {at.integer(3)},
            at.time(4),
            model::from_name<deed_action>(at.text(5)).value(),
            model::from_name<external_kind>(at.text(6)).value(),
            at.integer(7),
            std::string(at.text(8)),
            at.integer(9),
            {at.integer(10)},
            model::from_name<deed_state>(at.text(11)).value()};
}

model::roster_run_id run_id_from(const row& at)
{
    return {at.integer(0)};
}

}  // namespace

model::roster_run_id begin_run(transaction& in, model::client_id client, run_form form, base::instant now)
{
    return {
        in.sql.number(insert_run, {client.value, model::name_of(form), base::to_milliseconds(now)}).value()};
}

bool drop_empty_run(transaction& in, model::roster_run_id id)
{
    return in.sql.run(drop_empty, {id.value}) > 0;
}

std::optional<model::roster_run_id> current_run(connection& sql, model::client_id client, base::instant since,
                                                base::instant begun)
{
    return sql.first(current, {client.value, base::to_milliseconds(since), base::to_milliseconds(begun)},
                     run_id_from);
}

std::optional<roster_run> find_run(connection& sql, model::roster_run_id id)
{
    return sql.first(run_by_id, {id.value}, run_from);
}

std::vector<roster_run> runs_before(connection& sql, std::int64_t before, std::int64_t most)
{
    return sql.all(runs_page, {before, most}, run_from);
}

std::vector<model::roster_run_id> runs_undoing(connection& sql)
{
    return sql.all(undoing, {}, run_id_from);
}

void set_run_state(transaction& in, model::roster_run_id id, run_state state)
{
    in.sql.run(run_state_statement, {id.value, model::name_of(state)});
}

void count_lost(transaction& in, model::roster_run_id id)
{
    in.sql.run(count_lost_statement, {id.value});
}

model::roster_deed_id put_deed(transaction& in, const roster_deed& what)
{
    in.sql.run(count_deed, {what.run.value, base::to_milliseconds(what.at)});
    return {in.sql
                .number(insert_deed, {what.run.value, what.client.value, what.organization.value,
                                      base::to_milliseconds(what.at), model::name_of(what.action),
                                      model::name_of(what.kind), what.object, std::string_view(what.external),
                                      what.weight, what.change.value, model::name_of(what.state)})
                .value()};
}

std::optional<roster_deed> find_deed(connection& sql, model::roster_deed_id id)
{
    return sql.first(deed_by_id, {id.value}, deed_from);
}

std::vector<roster_deed> deeds_of(connection& sql, model::roster_run_id run, std::int64_t after,
                                  std::int64_t most)
{
    return sql.all(of_run, {run.value, after, most}, deed_from);
}

std::vector<roster_deed> held_deeds(connection& sql, model::organization_id home, std::int64_t after,
                                    std::int64_t most)
{
    return sql.all(of_home, {home.value, after, most}, deed_from);
}

std::vector<roster_deed> held_before(connection& sql, base::instant before, std::int64_t most)
{
    return sql.all(held_since, {base::to_milliseconds(before), most}, deed_from);
}

std::vector<roster_deed> deeds_to_undo(connection& sql, model::roster_run_id run, std::int64_t most)
{
    return sql.all(to_undo, {run.value, most}, deed_from);
}

void set_deed_state(transaction& in, model::roster_deed_id id, deed_state state)
{
    in.sql.run(deed_state_statement, {id.value, model::name_of(state)});
}

std::int64_t deleted_since(connection& sql, model::client_id client, model::organization_id home,
                           base::instant since)
{
    return sql.number(deleted, {client.value, home.value, base::to_milliseconds(since)}).value_or(0);
}

std::int64_t held_weight(connection& sql, model::client_id client, model::organization_id home)
{
    return sql.number(held_weight_statement, {home.value, client.value}).value_or(0);
}

bool drop_old_runs(transaction& in, base::instant before, std::int64_t most)
{
    const auto run = in.sql.first(old_run, {base::to_milliseconds(before)}, run_id_from);
    if (run && in.sql.run(drop_deeds, {run->value, most}) < most)
        in.sql.run(drop_run, {run->value});
    return run.has_value();
}

roster_brake brake_of(connection& sql, model::organization_id home)
{
    return sql
        .first(find_brake, {home.value},
               [](const row& at) {
                   return roster_brake{at.integer(0), at.integer(1), std::chrono::minutes(at.integer(2))};
               })
        .value_or(roster_brake{});
}

void put_brake(transaction& in, model::organization_id home, const roster_brake& how)
{
    in.sql.run(upsert_brake, {home.value, how.deletes, how.share, std::int64_t{how.window.count()}});
}

}  // namespace gatehouse::store
