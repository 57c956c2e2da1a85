#include "store/user_events.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert_subscription{"subscribe",
                                        "INSERT INTO event_subscription (person, event, app, since) "
                                        "VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING"};
constexpr statement delete_subscription{
    "unsubscribe", "DELETE FROM event_subscription WHERE person = ?1 AND event = ?2 AND app = ?3"};
constexpr statement subscribers{
    "subscribers_of", "SELECT a.external FROM event_subscription s JOIN app a ON a.id = s.app WHERE "
                      "s.person = ?1 AND s.event = ?2 ORDER BY s.since, s.app"};
constexpr statement insert_event{
    "insert_reported_event",
    "INSERT INTO reported_event (app, person, client_type, client, event, sealed, received_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)"};
constexpr statement events_of{"reported_events_of",
                              "SELECT app, person, client_type, client, event, sealed, received_at FROM "
                              "reported_event WHERE person = ?1 ORDER BY id"};
constexpr statement drop_old{
    "drop_old_reported_events",
    "DELETE FROM reported_event WHERE id IN (SELECT id FROM (SELECT id, received_at FROM reported_event "
    "ORDER BY id LIMIT ?2) WHERE received_at < ?1)"};
constexpr statement drop_events{"drop_reported_events", "DELETE FROM reported_event WHERE person = ?1"};
constexpr statement drop_subscriptions{"drop_event_subscriptions",
                                       "DELETE FROM event_subscription WHERE person = ?1"};

std::string bound_to(model::person_id who)
{
    return "event of " + std::to_string(who.value);
}

}  // namespace

void subscribe(transaction& in, model::app_id app, model::person_id to, std::string_view event,
               base::instant now)
{
    in.sql.run(insert_subscription, {to.value, event, app.value, base::to_milliseconds(now)});
}

void unsubscribe(transaction& in, model::app_id app, model::person_id from, std::string_view event)
{
    in.sql.run(delete_subscription, {from.value, event, app.value});
}

std::vector<std::string> subscribers_of(connection& sql, model::person_id who, std::string_view event)
{
    return sql.all(subscribers, {who.value, event}, [](const row& at) { return std::string(at.text(0)); });
}

void insert_reported_event(transaction& in, const reported_event& what)
{
    const std::string sealed = base::seal(in.keys.texts, what.data, bound_to(what.person));
    in.sql.run(insert_event, {what.app.value, what.person.value, std::string_view(what.client_type),
                              std::string_view(what.client), std::string_view(what.event), blob{sealed},
                              base::to_milliseconds(what.received_at)});
}

std::vector<reported_event> reported_events_of(connection& sql, const keyring& keys, model::person_id who)
{
    return sql.all(events_of, {who.value}, [&](const row& at) {
        return reported_event{{at.integer(0)},
                              {at.integer(1)},
                              std::string(at.text(2)),
                              std::string(at.text(3)),
                              std::string(at.text(4)),
                              base::open(keys.texts, at.text(5), bound_to(who)).value_or(""),
                              at.time(6)};
    });
}

std::int64_t drop_old_reported_events(transaction& in, base::instant received_before, std::int64_t most)
{
    return in.sql.run(drop_old, {base::to_milliseconds(received_before), most});
}

void drop_events_of(transaction& in, model::person_id who)
{
    in.sql.run(drop_events, {who.value});
    in.sql.run(drop_subscriptions, {who.value});
}

}  // namespace gatehouse::store
