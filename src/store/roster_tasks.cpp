#include "store/roster_tasks.hpp"

namespace gatehouse::store {
namespace {

constexpr statement put{"put_roster_task",
                        "INSERT INTO roster_task (deed, client, organization, stage, upto, position) VALUES "
                        "(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (deed) DO UPDATE SET stage = excluded.stage, "
                        "upto = excluded.upto, position = excluded.position"};
constexpr statement drop{"drop_roster_task", "DELETE FROM roster_task WHERE deed = ?1"};
constexpr statement find{
    "find_roster_task",
    "SELECT deed, client, organization, stage, upto, position FROM roster_task WHERE deed = ?1"};
// What an undoing run takes back goes on with the run.
constexpr statement next{"next_roster_task",
                         "SELECT t.deed FROM roster_task t JOIN roster_deed d ON d.id = t.deed WHERE "
                         "t.stage <> 'restore' OR d.state = 'dropped' ORDER BY t.deed LIMIT 1"};
constexpr statement ending{"roster_task_of_id",
                           "SELECT deed FROM roster_task WHERE client = ?1 AND organization = ?2 AND "
                           "stage = 'ids' AND upto >= ?3 ORDER BY deed LIMIT 1"};

model::roster_deed_id deed_id_from(const row& at)
{
    return {at.integer(0)};
}

}  // namespace

void put_task(transaction& in, const roster_task& what)
{
    in.sql.run(put, {what.deed.value, what.client.value, what.organization.value, model::name_of(what.stage),
                     what.upto, what.position});
}

void drop_task(transaction& in, model::roster_deed_id deed)
{
    in.sql.run(drop, {deed.value});
}

std::optional<roster_task> find_task(connection& sql, model::roster_deed_id deed)
{
    return sql.first(find, {deed.value}, [](const row& at) {
        return roster_task{{at.integer(0)}, {at.integer(1)},
                           {at.integer(2)}, model::from_name<task_stage>(at.text(3)).value(),
                           at.integer(4),   at.integer(5)};
    });
}

std::optional<model::roster_deed_id> next_task(connection& sql)
{
    return sql.first(next, {}, deed_id_from);
}

std::optional<model::roster_deed_id> ends_soon(connection& sql, model::client_id client,
                                               model::organization_id home, std::int64_t external_row)
{
    return sql.first(ending, {client.value, home.value, external_row}, deed_id_from);
}

}  // namespace gatehouse::store
