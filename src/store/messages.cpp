#include "store/messages.hpp"

#include <cstring>
#include <limits>
#include <sstream>

namespace gatehouse::store {
namespace {

constexpr statement last_sent{
    "message_sent_before", "SELECT received_at FROM message WHERE about = ?1 AND device = ?2 AND digest = ?3 "
                           "ORDER BY number DESC LIMIT 1"};
constexpr statement insert{"insert_message",
                           "INSERT INTO message (device, received_at, action, about, digest, apps, sealed, "
                           "own_number) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING number"};
constexpr statement page{"messages_of",
                         "SELECT number, received_at, action, apps, sealed FROM message WHERE device = ?1 "
                         "AND number < ?2 ORDER BY number DESC LIMIT ?3"};
constexpr statement behind{"messages_after", "SELECT number, device, received_at, apps FROM message WHERE "
                                             "number > ?1 ORDER BY number LIMIT ?2"};
constexpr statement one{"message_text", "SELECT sealed FROM message WHERE number = ?1"};
constexpr statement drop_old{
    "drop_old_messages",
    "DELETE FROM message WHERE number IN (SELECT number FROM (SELECT number, received_at FROM message "
    "ORDER BY number LIMIT ?2) WHERE received_at < ?1) AND number < (SELECT max(number) FROM message)"};

// A sealed message opens as its own device's only.
std::string place_of(std::string_view device)
{
    return "message/" + std::string(device);
}

std::vector<model::app_id> apps_from(std::string_view text)
{
    std::vector<model::app_id> apps;
    std::istringstream words{std::string(text)};
    for (std::int64_t id = 0; words >> id;)
        apps.push_back({id});
    return apps;
}

}  // namespace

message_draft draft_message(const keyring& keys, std::string_view device, base::instant received_at,
                            std::int64_t action, std::string_view text, std::string_view identity)
{
    constexpr std::uint64_t of_messages = 0x6d657373;  // no organization's number
    const base::digest digest = base::keyed_digest(keys.presented, of_messages, identity);
    message_draft made{received_at, action, 0, base::seal(keys.texts, text, place_of(device)), {}};
    std::memcpy(&made.digest, digest.bytes.data(), sizeof made.digest);
    return made;
}

std::optional<base::instant> sent_before(connection& sql, model::device_id from, const message_draft& what)
{
    return sql.first(last_sent, {what.about, from.value, what.digest},
                     [](const row& at) { return at.time(0); });
}

model::message_number insert_message(transaction& in, model::device_id from, const message_draft& what,
                                     const std::vector<model::app_id>& apps)
{
    std::string ids;
    for (const model::app_id each : apps)
        ids.append(ids.empty() ? "" : " ").append(std::to_string(each.value));
    return {
        in.sql
            .number(insert, {from.value, base::to_milliseconds(what.received_at), what.action, what.about,
                             what.digest, std::string_view(ids), blob{what.sealed}, or_null(what.own_number)})
            .value()};
}

std::vector<message_view> messages_before(connection& sql, const keyring& keys, const model::device& of,
                                          model::message_number before, std::int64_t most)
{
    const std::int64_t below = before ? before.value : std::numeric_limits<std::int64_t>::max();
    return sql.all(page, {of.id.value, below, most}, [&](const row& at) {
        return message_view{{at.integer(0)},
                            at.time(1),
                            at.integer(2),
                            apps_from(at.text(3)),
                            base::open(keys.texts, at.text(4), place_of(of.external)).value_or("")};
    });
}

std::vector<logged_message> messages_after(connection& sql, model::message_number after, std::int64_t most)
{
    return sql.all(behind, {after.value, most}, [](const row& at) {
        return logged_message{{at.integer(0)}, {at.integer(1)}, at.time(2), apps_from(at.text(3))};
    });
}

std::optional<std::string> message_text(connection& sql, const keyring& keys, model::message_number number,
                                        std::string_view device)
{
    const auto sealed = sql.first(one, {number.value}, [](const row& at) { return std::string(at.text(0)); });
    return sealed ? base::open(keys.texts, *sealed, place_of(device)) : std::nullopt;
}

std::int64_t drop_old_messages(transaction& in, base::instant received_before, std::int64_t most)
{
    return in.sql.run(drop_old, {base::to_milliseconds(received_before), most});
}

}  // namespace gatehouse::store
