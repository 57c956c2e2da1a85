// Which apps want to hear what happens to people, and what apps report of them that has no table of its own.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

// Once is enough.
void subscribe(transaction& in, model::app_id app, model::person_id to, std::string_view event,
               base::instant now);
void unsubscribe(transaction& in, model::app_id app, model::person_id from, std::string_view event);
// What they call with, the one that subscribed first in front.
std::vector<std::string> subscribers_of(connection& sql, model::person_id who, std::string_view event);

inline constexpr std::chrono::days reported_events_kept{30};

struct reported_event {
    model::app_id app;
    model::person_id person;
    std::string client_type;
    std::string client;
    std::string event;
    std::string data;  // JSON as it came; sealed on the disk
    base::instant received_at;

    friend bool operator==(const reported_event&, const reported_event&) = default;
};
void insert_reported_event(transaction& in, const reported_event& what);
// Oldest first.
std::vector<reported_event> reported_events_of(connection& sql, const keyring& keys, model::person_id who);
// How many went, at most `most`.
std::int64_t drop_old_reported_events(transaction& in, base::instant received_before, std::int64_t most);

// What is of a person in both.
void drop_events_of(transaction& in, model::person_id who);

}  // namespace gatehouse::store
