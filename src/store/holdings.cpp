#include "store/holdings.hpp"

#include <set>
#include <sstream>

namespace gatehouse::store {
namespace {

constexpr statement begin{"begin_sending", "INSERT INTO device_sending (device, app, stamp, state, at) "
                                           "VALUES (?1, ?2, ?3, 'on_its_way', ?4) RETURNING id"};
#define GATEHOUSE_BEFORE                                                                                     \
    " FROM device_holding h JOIN device_sending s ON s.id = h.sending WHERE h.device = ?1 "
constexpr statement put{
    "put_sent_person",
    "INSERT INTO device_holding (device, person, sending, features, removed, since) VALUES (?1, ?2, ?3, ?4, "
    "?5, coalesce((SELECT CASE WHEN h.removed <> 0 AND s.state = 'confirmed' THEN NULL ELSE h.since "
    "END" GATEHOUSE_BEFORE "AND h.person = ?2 ORDER BY h.sending DESC LIMIT 1), ?6)) "
    "ON CONFLICT (device, person, sending) DO UPDATE SET features = excluded.features, "
    "removed = excluded.removed"};
// What is behind the newest four says nothing more, but for the last that was confirmed.
constexpr statement prune{
    "prune_holding",
    "DELETE FROM device_holding WHERE device = ?1 AND person = ?2 AND sending < coalesce((SELECT h.sending "
    "FROM device_holding h WHERE h.device = ?1 AND h.person = ?2 ORDER BY h.sending DESC LIMIT 1 OFFSET 3), "
    "0) AND sending <> coalesce((SELECT max(h.sending)" GATEHOUSE_BEFORE
    "AND h.person = ?2 AND s.state = 'confirmed'), 0)"};
constexpr statement remove_all{
    "put_all_removed",
    "INSERT INTO device_holding (device, person, sending, features, removed, since) SELECT h.device, "
    "h.person, ?2, '', 1, h.since" GATEHOUSE_BEFORE
    "AND NOT (h.removed <> 0 AND s.state = 'confirmed') AND h.sending = (SELECT max(n.sending) FROM "
    "device_holding n WHERE n.device = h.device AND n.person = h.person)"};
#undef GATEHOUSE_BEFORE
constexpr statement move_sent{
    "note_sent", "UPDATE device_sending SET state = 'sent' WHERE id = ?1 AND state = 'on_its_way'"};
constexpr statement move_arrived{"note_arrived",
                                 "UPDATE device_sending SET state = 'arrived', arrived_at = ?2 "
                                 "WHERE id = ?1 AND state IN ('on_its_way', 'sent')"};
constexpr statement drop_holdings{"drop_sent_people",
                                  "DELETE FROM device_holding WHERE device = ?1 AND sending = ?2"};
constexpr statement drop{"drop_sending", "DELETE FROM device_sending WHERE id = ?1"};
constexpr statement drop_old{"drop_old_sendings",
                             "DELETE FROM device_sending WHERE id IN (SELECT s.id FROM device_sending s "
                             "WHERE s.at < ?1 AND NOT EXISTS (SELECT 1 FROM device_holding h WHERE "
                             "h.sending = s.id) LIMIT ?2)"};
constexpr statement said_to{"last_said_to",
                            "SELECT stamp, at FROM device_sync WHERE device = ?1 AND app = ?2"};
constexpr statement said{"last_said",
                         "SELECT stamp, at FROM device_sync WHERE device = ?1 ORDER BY at DESC LIMIT 1"};
constexpr statement put_said{"put_said", "INSERT INTO device_sync (device, app, stamp, at) "
                                         "VALUES (?1, ?2, ?3, ?4) ON CONFLICT (device, app) DO UPDATE SET "
                                         "stamp = excluded.stamp, at = excluded.at"};
constexpr statement confirm{"confirm_sendings",
                            "UPDATE device_sending SET state = 'confirmed', confirmed_at = ?4 WHERE "
                            "device = ?1 AND app = ?2 AND state = 'arrived' AND stamp <= ?3"};
#define GATEHOUSE_HELD                                                                                       \
    "SELECT h.device, h.person, h.features, h.removed, h.since, s.state, s.at, s.arrived_at, "               \
    "s.confirmed_at FROM device_holding h JOIN device_sending s ON s.id = h.sending WHERE "
constexpr statement of_device{"holdings_of_device",
                              GATEHOUSE_HELD "h.device = ?1 ORDER BY h.person, h.sending"};
constexpr statement of_person{"holdings_of_person",
                              GATEHOUSE_HELD "h.person = ?1 ORDER BY h.device, h.sending"};
#undef GATEHOUSE_HELD
constexpr statement newest_features{
    "known_features",
    "SELECT h.features FROM device_holding h JOIN device d ON d.id = h.device WHERE h.person = ?1 AND "
    "d.organization = ?2 AND h.removed = 0 ORDER BY h.sending DESC LIMIT 1"};
constexpr statement current_features{"current_feature_types",
                                     "SELECT type FROM feature WHERE person = ?1 AND state = 'current'"};
constexpr statement ever{"find_person_ever", "SELECT organization, name FROM person WHERE id = ?1"};
constexpr statement active{"people_to_hold",
                           "SELECT id FROM person WHERE organization = ?1 AND status = 'active' ORDER BY id"};

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    std::istringstream all{std::string(text)};
    for (std::string each; all >> each;)
        words.push_back(each);
    return words;
}

// What was sent of one person to one machine, oldest first.
struct told {
    holding so_far;
    bool is_confirmed = false;  // something of it was
    std::set<std::string> features;
    bool may_hold = false;
};

void tell(told& what, const row& at)
{
    holding& into = what.so_far;
    into.device = {at.integer(0)};
    into.person = {at.integer(1)};
    into.is_removal = at.integer(3) != 0;
    into.since = at.time(4);
    into.state = model::from_name<sending_state>(at.text(5)).value();
    into.sent_at = at.time(6);
    into.arrived_at = at.maybe_time(7);
    into.confirmed_at = at.maybe_time(8);
    if (into.state == sending_state::confirmed) {
        what.is_confirmed = true;
        what.features.clear();
        what.may_hold = false;
        into.until = into.is_removal ? into.confirmed_at : std::nullopt;
    }
    if (into.is_removal)
        return;
    what.may_hold = true;
    for (std::string& each : words_of(at.text(2)))
        what.features.insert(std::move(each));
}

holding folded(told what)
{
    holding made = std::move(what.so_far);
    // Told to remove what nobody saw it take, it may hold it still.
    made.holds = what.may_hold || !what.is_confirmed;
    made.features.assign(what.features.begin(), what.features.end());
    if (made.holds)
        made.until.reset();
    return made;
}

std::vector<holding> all_of(connection& sql, const statement& which, std::int64_t of)
{
    std::vector<holding> found;
    std::optional<told> open;
    sql.each(which, {of}, [&](const row& at) {
        if (open &&
            (open->so_far.device.value != at.integer(0) || open->so_far.person.value != at.integer(1))) {
            found.push_back(folded(std::move(*open)));
            open.reset();
        }
        if (!open)
            open.emplace();
        tell(*open, at);
    });
    if (open)
        found.push_back(folded(std::move(*open)));
    return found;
}

said_stamp said_from(const row& at)
{
    return {at.integer(0), at.time(1)};
}

}  // namespace

std::int64_t begin_sending(transaction& in, model::device_id to, model::app_id from,
                           std::optional<std::int64_t> stamp, base::instant now)
{
    return in.sql.number(begin, {to.value, from.value, or_null(stamp), base::to_milliseconds(now)}).value();
}

void put_sent(transaction& in, model::device_id to, std::int64_t sending, const sent_person& what,
              base::instant now)
{
    std::string words;
    for (const std::string& each : what.features)
        words.append(words.empty() ? "" : " ").append(each);
    in.sql.run(put, {to.value, what.who.value, sending, std::string_view(words), std::int64_t{what.removed},
                     base::to_milliseconds(now)});
    in.sql.run(prune, {to.value, what.who.value});
}

void put_all_removed(transaction& in, model::device_id to, std::int64_t sending)
{
    in.sql.run(remove_all, {to.value, sending});
}

void note_sent(transaction& in, std::int64_t sending)
{
    in.sql.run(move_sent, {sending});
}

void note_arrived(transaction& in, std::int64_t sending, base::instant now)
{
    in.sql.run(move_arrived, {sending, base::to_milliseconds(now)});
}

std::int64_t drop_old_sendings(transaction& in, base::instant begun_before, std::int64_t most)
{
    return in.sql.run(drop_old, {base::to_milliseconds(begun_before), most});
}

void drop_sending(transaction& in, model::device_id to, std::int64_t sending)
{
    in.sql.run(drop_holdings, {to.value, sending});
    in.sql.run(drop, {sending});
}

std::optional<said_stamp> last_said(connection& sql, model::device_id device, model::app_id app)
{
    return sql.first(said_to, {device.value, app.value}, said_from);
}

std::optional<said_stamp> last_said(connection& sql, model::device_id device)
{
    return sql.first(said, {device.value}, said_from);
}

void confirm_sendings(transaction& in, model::device_id device, model::app_id app, std::int64_t stamp,
                      base::instant now)
{
    in.sql.run(put_said, {device.value, app.value, stamp, base::to_milliseconds(now)});
    in.sql.run(confirm, {device.value, app.value, stamp, base::to_milliseconds(now)});
}

std::vector<holding> holdings_of(connection& sql, model::device_id device)
{
    return all_of(sql, of_device, device.value);
}

std::vector<holding> holdings_of(connection& sql, model::person_id person)
{
    return all_of(sql, of_person, person.value);
}

std::vector<std::string> known_features(connection& sql, model::organization_id home, model::person_id person)
{
    const auto sent = sql.first(newest_features, {person.value, home.value},
                                [](const row& at) { return words_of(at.text(0)); });
    std::set<std::string> known;
    if (sent)
        known.insert(sent->begin(), sent->end());
    sql.each(current_features, {person.value}, [&known](const row& at) { known.emplace(at.text(0)); });
    return {known.begin(), known.end()};
}

std::optional<known_person> find_person_ever(connection& sql, model::person_id person)
{
    return sql.first(ever, {person.value}, [](const row& at) {
        return known_person{{at.integer(0)}, std::string(at.text(1))};
    });
}

std::vector<model::person_id> people_to_hold(connection& sql, model::organization_id home)
{
    return sql.all(active, {home.value}, [](const row& at) { return model::person_id{at.integer(0)}; });
}

}  // namespace gatehouse::store
