// What was sent to machines about people, and what each machine therefore may hold of whom.
#pragma once

#include "model/named.hpp"
#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

// `confirmed`: the machine said that it has what was sent.
enum class sending_state : std::uint8_t { on_its_way, sent, arrived, confirmed };

// Its number, which is never given twice. It is on its way from here on. `stamp`: what the machine says once
// it has taken it, at least.
std::int64_t begin_sending(transaction& in, model::device_id to, model::app_id from,
                           std::optional<std::int64_t> stamp, base::instant now);
// What it says of one person; the last word counts.
struct sent_person {
    model::person_id who;
    std::vector<std::string> features;
    bool removed = false;
};
void put_sent(transaction& in, model::device_id to, std::int64_t sending, const sent_person& what,
              base::instant now);
// That everybody is removed whom the machine may hold.
void put_all_removed(transaction& in, model::device_id to, std::int64_t sending);
// Forward only: `sent` after `arrived` changes nothing.
void note_sent(transaction& in, std::int64_t sending);
void note_arrived(transaction& in, std::int64_t sending, base::instant now);
// Those of which nothing is said any more. How many went, at most `most`.
inline constexpr std::chrono::days sendings_kept{30};
std::int64_t drop_old_sendings(transaction& in, base::instant begun_before, std::int64_t most);
// It never left.
void drop_sending(transaction& in, model::device_id to, std::int64_t sending);

// The stamp that the machine named to the app last.
struct said_stamp {
    std::int64_t stamp = 0;
    base::instant at;
};
std::optional<said_stamp> last_said(connection& sql, model::device_id device, model::app_id app);
// To any app.
std::optional<said_stamp> last_said(connection& sql, model::device_id device);
// It has what arrived with at most this stamp.
void confirm_sendings(transaction& in, model::device_id device, model::app_id app, std::int64_t stamp,
                      base::instant now);

// What a machine may hold of a person: from the last that it confirmed, and from all that was sent since.
struct holding {
    model::device_id device;
    model::person_id person;
    bool holds = false;
    std::vector<std::string> features;  // in the order of their names
    bool is_removal = false;            // what was sent last
    sending_state state{};              // of that
    base::instant since;
    base::instant sent_at;
    std::optional<base::instant> arrived_at;
    std::optional<base::instant> confirmed_at;
    std::optional<base::instant> until;  // where it holds nothing: when it confirmed that
};
std::vector<holding> holdings_of(connection& sql, model::device_id device);  // by person
std::vector<holding> holdings_of(connection& sql, model::person_id person);  // by machine

// The features that are known of them, and those that were sent last to any machine of the organization; in
// the order of their names.
std::vector<std::string> known_features(connection& sql, model::organization_id home,
                                        model::person_id person);
// Also of one who left; the name is empty once it was erased.
struct known_person {
    model::organization_id organization;
    std::string name;
};
std::optional<known_person> find_person_ever(connection& sql, model::person_id person);
// Who should be on the organization's machines, in the order of their ids.
std::vector<model::person_id> people_to_hold(connection& sql, model::organization_id home);

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 4> enumerator_names<store::sending_state>{
    "on_its_way", "sent", "arrived", "confirmed"};

}  // namespace gatehouse::model
