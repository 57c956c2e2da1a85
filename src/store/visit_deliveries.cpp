#include "store/visit_deliveries.hpp"

#include "store/deliveries.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement insert_about_visit{
    "insert_visit_delivery",
    "INSERT INTO delivery (message, organization, channel, state, attempts, next_attempt, made_at, "
    "pending_since, "
    "outcome, visit, guest, notice) VALUES (?1, ?2, ?3, ?4, 0, ?5, ?6, ?7, ?8, ?9, ?10, ?11)"};
constexpr statement end_about_guest{
    "end_guest_deliveries", "UPDATE delivery SET state = 'dropped', outcome = ?3 WHERE visit = ?1 AND "
                            "guest = ?2 AND state = 'pending' AND notice = ?4"};
constexpr statement find_guest{"find_entered_guest",
                               "SELECT g.name, g.phone, v.starts_at, v.ends_at, g.face_host_id, g.face_host "
                               "FROM guest g JOIN visit v ON v.id = "
                               "g.visit WHERE g.id = ?1"};
constexpr statement held{
    "held_entries",
    "WITH entered (visit, guest) AS (SELECT g.visit, g.id FROM visit v JOIN guest g ON g.visit = v.id WHERE "
    "v.host = ?1 UNION SELECT g.visit, g.id FROM guest g JOIN visit v ON v.id = g.visit WHERE g.phone = ?2 "
    "AND v.organization = ?3) SELECT DISTINCT d.channel, d.visit FROM entered e JOIN delivery d ON d.visit = "
    "e.visit AND d.guest = e.guest WHERE d.notice = 'face_removal' AND d.state <> 'delivered' AND NOT EXISTS "
    "(SELECT 1 FROM delivery l WHERE l.visit = d.visit AND l.guest = d.guest AND l.notice = 'face_removal' "
    "AND l.id > d.id) ORDER BY d.channel, d.visit"};

}  // namespace

void insert_visit_delivery(transaction& in, const visit_message& what, base::instant now)
{
    const std::string message = random_message();
    const bool is_spent = what.dropped.has_value();
    const base::instant due = what.due.value_or(base::instant{});
    in.sql.run(insert_about_visit,
               {std::string_view(message), what.organization.value, what.channel.value,
                name_of(is_spent ? model::delivery_state::dropped : model::delivery_state::pending),
                base::to_milliseconds(due), base::to_milliseconds(now),
                base::to_milliseconds(std::max(due, now)), or_null(what.dropped), what.visit.value,
                or_none(what.guest), name_of(what.notice)});
    ++in.index.visit_messages;
}

void drop_guest_deliveries(transaction& in, model::visit_id visit, model::guest_id guest,
                           model::notice_kind notice, std::string_view outcome)
{
    in.sql.run(end_about_guest, {visit.value, guest.value, outcome, name_of(notice)});
}

std::optional<entered_guest> find_entered(connection& sql, model::guest_id guest)
{
    return sql.first(find_guest, {guest.value}, [](const row& at) {
        return entered_guest{std::string(at.text(0)), std::string(at.text(1)), at.time(2), at.time(3),
                             at.integer(4),           std::string(at.text(5))};
    });
}

std::vector<held_entry> held_entries(connection& sql, const model::person& who)
{
    return sql.all(held, {who.id.value, or_null(who.phone), who.organization.value}, [](const row& at) {
        return held_entry{{at.integer(0)}, {at.integer(1)}};
    });
}

}  // namespace gatehouse::store
