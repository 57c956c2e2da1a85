#include "store/app_calls.hpp"

#include <limits>

namespace gatehouse::store {
namespace {

constexpr statement insert{
    "insert_app_call",
    "INSERT INTO app_call (app, device, action, mid, made_at, organization, message, sealed_data, state, "
    "attempts, next_attempt) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'pending', 0, "
    "CASE WHEN EXISTS (SELECT 1 FROM app_call c WHERE c.app = ?1 AND c.device = ?2 AND c.state = 'pending') "
    "THEN NULL ELSE 0 END FROM app WHERE id = ?1 AND webhook <> ''"};
constexpr statement drop_pending{"drop_pending_calls",
                                 "DELETE FROM app_call WHERE app = ?1 AND device = ?2 AND state = 'pending' "
                                 "AND action = ?3"};
constexpr statement let_next_go{
    "let_next_call_go",
    "UPDATE app_call SET next_attempt = 0 WHERE id = (SELECT min(c.id) FROM app_call c WHERE c.app = ?1 AND "
    "c.device = ?2 AND c.state = 'pending') AND next_attempt IS NULL"};

// Steps from app to app through the index, however many calls each has.
constexpr statement waiting{
    "waiting_apps",
    "WITH RECURSIVE waiting (app) AS ("
    "SELECT min(app) FROM app_call WHERE state = 'pending' AND next_attempt IS NOT NULL "
    "UNION ALL SELECT (SELECT min(c.app) FROM app_call c WHERE c.state = 'pending' AND "
    "c.next_attempt IS NOT NULL AND c.app > waiting.app) FROM waiting WHERE waiting.app IS NOT NULL) "
    "SELECT w.app, (SELECT min(c.next_attempt) FROM app_call c WHERE c.app = w.app AND c.state = 'pending' "
    "AND c.next_attempt IS NOT NULL) FROM waiting w WHERE w.app IS NOT NULL"};
constexpr statement count_pending{"pending_app_calls",
                                  "SELECT count(*) FROM app_call WHERE state = 'pending'"};
constexpr statement first_untried{
    "first_untried_news",
    "SELECT id FROM app_call WHERE app = ?1 AND device = 0 AND state = 'pending' AND attempts = 0 AND id = "
    "(SELECT min(c.id) FROM app_call c WHERE c.app = ?1 AND c.device = 0 AND c.state = 'pending')"};

constexpr statement move_on{"move_app_call",
                            "UPDATE app_call SET state = ?2, attempts = attempts + 1, next_attempt = ?3, "
                            "outcome = ?4 WHERE id = ?1 AND state = 'pending'"};
constexpr statement begin_again{
    "call_again",
    "UPDATE app_call SET state = 'pending', attempts = 0, next_attempt = CASE WHEN EXISTS (SELECT 1 FROM "
    "app_call c WHERE c.app = ?2 AND c.device = ?3 AND c.state = 'pending' AND c.id <> ?1) THEN NULL ELSE 0 "
    "END WHERE id = ?1"};

#define GATEHOUSE_APP_CALL                                                                                   \
    "SELECT c.id, c.app, c.device, c.action, c.mid, c.made_at, c.organization, c.message, c.state, "         \
    "c.attempts, c.next_attempt, c.outcome, a.external, d.external, c.sealed_data FROM app_call c JOIN app " \
    "a ON a.id = c.app LEFT JOIN device d ON d.id = c.device WHERE "
constexpr statement due{"due_app_calls",
                        GATEHOUSE_APP_CALL "c.app = ?1 AND c.state = 'pending' AND c.next_attempt <= ?2 AND "
                                           "c.next_attempt IS NOT NULL AND c.id <= ?3 "
                                           "ORDER BY c.next_attempt, c.id LIMIT ?4"};
constexpr statement by_id{"find_app_call", GATEHOUSE_APP_CALL "c.id = ?1"};
constexpr statement page_of_all{"app_calls", GATEHOUSE_APP_CALL "c.id < ?1 AND (?3 = '' OR c.state = ?3) "
                                                                "ORDER BY c.id DESC LIMIT ?2"};
constexpr statement page_of_state{"app_calls_in_state",
                                  GATEHOUSE_APP_CALL "c.state = ?3 AND c.state <> 'delivered' AND "
                                                     "c.id < ?1 ORDER BY c.id DESC LIMIT ?2"};
#undef GATEHOUSE_APP_CALL
constexpr statement oldest{"oldest_app_calls", "SELECT id, app, device, state, made_at FROM app_call "
                                               "ORDER BY id LIMIT ?1"};
constexpr statement remove{"remove_app_call", "DELETE FROM app_call WHERE id = ?1"};

// Sealed data opens in its own call only.
std::string place_of(const std::string& mid)
{
    return "app_call/" + mid;
}

app_call_view view_from(const row& at)
{
    app_call_view made;
    model::app_call& of = made.what;
    of.id = {at.integer(0)};
    of.app = {at.integer(1)};
    of.device = {at.integer(2)};
    of.action = at.integer(3);
    of.mid = at.text(4);
    of.made_at = at.time(5);
    of.organization = {at.maybe_integer(6).value_or(0)};
    of.message = {at.maybe_integer(7).value_or(0)};
    of.state = model::delivery_state_from(at.text(8)).value();
    of.attempts = at.integer(9);
    of.next_attempt = at.maybe_time(10);
    of.outcome = at.maybe_text(11);
    made.app = at.text(12);
    made.device = at.maybe_text(13).value_or("");
    return made;
}

}  // namespace

bool insert_app_call(transaction& in, const model::app_call& what)
{
    const std::string sealed = what.data.empty() ? std::string()
                                                 : base::seal(in.keys.texts, what.data, place_of(what.mid));
    return in.sql.run(insert,
                      {what.app.value, what.device.value, what.action, std::string_view(what.mid),
                       base::to_milliseconds(what.made_at), or_none(what.organization), or_none(what.message),
                       sealed.empty() ? value{nullptr} : value{blob{sealed}}}) == 1;
}

void drop_pending_calls(transaction& in, model::app_id app, model::device_id device, std::int64_t action)
{
    if (in.sql.run(drop_pending, {app.value, device.value, action}) > 0)
        in.sql.run(let_next_go, {app.value, device.value});
}

std::vector<waiting_app> waiting_apps(connection& sql)
{
    return sql.all(waiting, {}, [](const row& at) { return waiting_app{{at.integer(0)}, at.time(1)}; });
}

std::int64_t pending_app_calls(connection& sql)
{
    return sql.number(count_pending).value_or(0);
}

std::vector<app_call_view> due_app_calls(connection& sql, const keyring& keys, model::app_id app,
                                         base::instant now, std::int64_t limit)
{
    const std::int64_t upto =
        sql.number(first_untried, {app.value}).value_or(std::numeric_limits<std::int64_t>::max());
    return sql.all(due, {app.value, base::to_milliseconds(now), upto, limit}, [&keys](const row& at) {
        app_call_view made = view_from(at);
        if (!at.is_null(14))
            made.what.data = base::open(keys.texts, at.text(14), place_of(made.what.mid)).value_or("");
        return made;
    });
}

void record_attempt(transaction& in, const model::app_call& of, const model::attempt& what,
                    const model::next_step& next)
{
    const bool is_pending = next.state == model::delivery_state::pending;
    in.sql.run(move_on, {of.id.value, name_of(next.state),
                         is_pending ? value{base::to_milliseconds(next.next_attempt)} : value{nullptr},
                         std::string_view(what.outcome)});
    if (!is_pending)
        in.sql.run(let_next_go, {of.app.value, of.device.value});
}

void call_again(transaction& in, const model::app_call& what)
{
    in.sql.run(begin_again, {what.id.value, what.app.value, what.device.value});
}

std::vector<app_call_view> app_calls_before(connection& sql, std::optional<model::delivery_state> state,
                                            model::app_call_id before, std::int64_t limit)
{
    const std::int64_t below = before ? before.value : std::numeric_limits<std::int64_t>::max();
    const std::string_view named = state ? name_of(*state) : std::string_view();
    const bool is_rare = state && state != model::delivery_state::delivered;
    return sql.all(is_rare ? page_of_state : page_of_all, {below, limit, named}, view_from);
}

std::optional<app_call_view> find_app_call(connection& sql, model::app_call_id id)
{
    return sql.first(by_id, {id.value}, view_from);
}

std::int64_t drop_old_app_calls(transaction& in, base::instant made_before, std::int64_t most)
{
    struct old_call {
        std::int64_t id, app, device;
        bool is_pending, is_old;
    };
    const auto found = in.sql.all(oldest, {most}, [made_before](const row& at) {
        return old_call{at.integer(0), at.integer(1), at.integer(2), at.text(3) == "pending",
                        at.time(4) < made_before};
    });
    std::int64_t dropped = 0;
    for (const old_call& each : found) {
        if (!each.is_old)
            continue;
        in.sql.run(remove, {each.id});
        if (each.is_pending)
            in.sql.run(let_next_go, {each.app, each.device});
        ++dropped;
    }
    return dropped;
}

}  // namespace gatehouse::store
