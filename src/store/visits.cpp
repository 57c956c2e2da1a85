#include "store/visits.hpp"

#include "base/bytes.hpp"
#include "store/followers.hpp"
#include "store/presented.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement insert{
    "insert_visit",
    "INSERT INTO visit (organization, status, proposer, host, interviewee, interviewee_phone, purpose, "
    "come_from, remark, starts_at, ends_at, reason, created_at, applied_from, applied_by) VALUES "
    "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, '', ?12, ?13, ?14) RETURNING id"};
constexpr statement insert_guest{
    "insert_guest", "INSERT INTO guest (visit, place, name, phone) VALUES (?1, ?2, ?3, ?4) RETURNING id"};
constexpr statement update{"update_visit", "UPDATE visit SET status = ?2, reason = ?3, signed_in_at = ?4, "
                                           "signed_out_at = ?5, nda = ?6 WHERE id = ?1"};
constexpr statement end{"delete_visit", "UPDATE visit SET deleted_at = ?2 WHERE id = ?1"};
constexpr statement forget{"forget_host",
                           "UPDATE visit SET interviewee = '', interviewee_phone = '', proposer = CASE WHEN "
                           "proposer = interviewee_phone THEN '' ELSE proposer END WHERE host = ?1"};
constexpr statement end_passes{"end_passes", "UPDATE guest SET sealed_pass = NULL WHERE visit = ?1"};
constexpr statement put_pass{
    "put_pass", "UPDATE guest SET presented = ?2, pass_digest = ?3, sealed_pass = ?4 WHERE id = ?1"};

constexpr statement face_host{"put_face_host_id",
                              "UPDATE guest SET face_host_id = ?2, face_host = ?3 WHERE id = ?1"};
constexpr statement no_face_host{"drop_face_host", "UPDATE guest SET face_host = '' WHERE id = ?1"};

#define GATEHOUSE_VISIT                                                                                      \
    "SELECT v.id, v.organization, v.status, v.proposer, v.host, v.interviewee, v.interviewee_phone, "        \
    "v.purpose, v.come_from, v.remark, v.starts_at, v.ends_at, v.reason, v.signed_in_at, v.signed_out_at, "  \
    "v.created_at, coalesce(u.name, ''), v.applied_from, v.nda, v.applied_by FROM visit v JOIN person p ON " \
    "p.id = v.host "                                                                                         \
    "LEFT JOIN unit u ON u.id = p.unit WHERE v.deleted_at IS NULL AND "
// Every filter, in the order of visit_filter.
#define GATEHOUSE_WHICH                                                                                      \
    "v.organization = ?1 AND (?5 IS NULL OR instr(v.interviewee, ?5) > 0) AND "                              \
    "(?6 IS NULL OR v.interviewee_phone = ?6) AND (?7 IS NULL OR v.starts_at >= ?7) AND "                    \
    "(?8 IS NULL OR v.ends_at <= ?8) AND (?9 IS NULL OR (v.status = 'authorised') = ?9) AND "                \
    "(?10 IS NULL OR v.status = ?10) AND (?12 IS NULL OR v.host = ?12) AND CASE WHEN ?13 IS NULL "           \
    "THEN (?2 IS NULL OR v.proposer = ?2) AND (?11 IS NULL OR v.applied_from = ?11) "                        \
    "ELSE v.applied_by = ?13 OR (v.host = ?13 AND v.proposer = v.interviewee_phone) OR "                     \
    "(v.applied_by IS NULL AND v.proposer = ?2 AND v.applied_from = ?11) END "                               \
    "AND ((?3 IS NULL AND ?4 IS NULL) OR EXISTS (SELECT 1 FROM guest g "                                     \
    "WHERE g.visit = v.id AND g.place = 0 AND (?3 IS NULL OR instr(g.name, ?3) > 0) AND "                    \
    "(?4 IS NULL OR g.phone = ?4)))"

constexpr statement by_id{"find_visit", GATEHOUSE_VISIT "v.id = ?1"};
constexpr statement page{"find_visits", GATEHOUSE_VISIT GATEHOUSE_WHICH
                         " AND v.id < ?14 ORDER BY v.id DESC LIMIT ?16 OFFSET ?15"};
constexpr statement how_many{"count_visits", "SELECT count(*) FROM visit v WHERE v.deleted_at IS NULL "
                                             "AND " GATEHOUSE_WHICH};
constexpr statement of_phone{"visits_of_phone",
                             GATEHOUSE_VISIT "v.organization = ?1 AND v.id IN (SELECT g.visit FROM guest g "
                                             "WHERE g.phone = ?2) AND v.ends_at > ?3 AND v.starts_at < ?4 "
                                             "ORDER BY v.id"};
#undef GATEHOUSE_WHICH
#undef GATEHOUSE_VISIT

// The order is that of the index: by number it would be looked for among all visits ever.
constexpr statement not_over{
    "guests_not_over",
    "SELECT v.id, g.id, g.name, g.phone FROM visit v JOIN guest g ON g.visit = v.id "
    "WHERE v.deleted_at IS NULL AND v.organization = ?1 AND v.ends_at > ?2 AND v.status IN "
    "('pending', 'authorised') ORDER BY v.ends_at, v.id"};

constexpr statement guests_of{"guests_of_visit",
                              "SELECT id, name, phone, sealed_pass, face_host_id FROM guest WHERE visit "
                              "= ?1 ORDER BY place"};
constexpr statement passes_of_visit{
    "passes_of_visit",
    "SELECT id, presented, pass_digest FROM guest WHERE visit = ?1 AND pass_digest IS NOT NULL"};
#define GATEHOUSE_PASS                                                                                       \
    "SELECT g.id, g.presented, g.pass_digest, v.id, v.organization, v.starts_at, v.ends_at, v.status, "      \
    "v.signed_out_at FROM guest g JOIN visit v ON v.id = g.visit WHERE v.deleted_at IS NULL AND "
constexpr statement held_passes{"held_passes", GATEHOUSE_PASS "g.pass_digest IS NOT NULL AND v.ends_at > ?1"};
constexpr statement former_pass{"former_pass", GATEHOUSE_PASS "g.pass_digest = ?1"};
#undef GATEHOUSE_PASS
constexpr statement newest_made{"newest_visit_made", "SELECT created_at FROM visit ORDER BY id DESC LIMIT 1"};

// Whose position is the end of the last visit whose passes were taken out.
constexpr std::string_view passes_follower = "passes_dropped";

bool is_cancelled(model::visit_status status)
{
    return status == model::visit_status::refused || status == model::visit_status::cancelled;
}

// A sealed pass opens in its own row only.
std::string place_of(model::guest_id of)
{
    return "guest/" + std::to_string(of.value);
}

model::visit visit_from(const row& at)
{
    model::visit v;
    v.id = {at.integer(0)};
    v.organization = {at.integer(1)};
    v.status = model::from_name<model::visit_status>(at.text(2)).value();
    v.proposer = at.text(3);
    v.host = {at.integer(4)};
    v.interviewee = at.text(5);
    v.interviewee_phone = at.text(6);
    v.purpose = at.integer(7);
    v.come_from = at.text(8);
    v.remark = at.text(9);
    v.starts_at = at.time(10);
    v.ends_at = at.time(11);
    v.reason = at.text(12);
    v.signed_in_at = at.maybe_time(13);
    v.signed_out_at = at.maybe_time(14);
    v.created_at = at.time(15);
    v.department = at.text(16);
    v.applied_from = at.text(17);
    v.nda = at.maybe_id<model::nda_id>(18);
    v.applied_by = at.maybe_id<model::person_id>(19);
    return v;
}

void fill_guests(connection& sql, const keyring* keys, model::visit& into)
{
    into.guests = sql.all(guests_of, {into.id.value}, [keys](const row& at) {
        model::guest who{
            {at.integer(0)}, std::string(at.text(1)), std::string(at.text(2)), {}, at.integer(4)};
        if (keys && !at.is_null(3))
            who.pass = base::open(keys->texts, at.text(3), place_of(who.id)).value_or("");
        return who;
    });
}

model::pass pass_from(const row& at)
{
    return {{at.integer(4)},
            {at.integer(3)},
            {at.integer(0)},
            {at.integer(1)},
            at.time(5),
            at.time(6),
            is_cancelled(model::from_name<model::visit_status>(at.text(7)).value()),
            !at.is_null(8)};
}

std::vector<model::visit> filled(connection& sql, const keyring* keys, std::vector<model::visit> found)
{
    for (model::visit& each : found)
        fill_guests(sql, keys, each);
    return found;
}

// What gates know of the visit's passes.
void publish_passes(transaction& in, const model::visit& of)
{
    in.sql.each(passes_of_visit, {of.id.value}, [&](const row& at) {
        in.index.passes.set(base::digest::from(at.text(2)).value(), {of.organization,
                                                                     of.id,
                                                                     {at.integer(0)},
                                                                     {at.integer(1)},
                                                                     of.starts_at,
                                                                     of.ends_at,
                                                                     is_cancelled(of.status),
                                                                     of.signed_out_at.has_value()});
    });
}

}  // namespace

model::visit insert_visit(transaction& in, model::visit what)
{
    what.id = {
        in.sql
            .number(insert,
                    {what.organization.value, name_of(what.status), std::string_view(what.proposer),
                     what.host.value, std::string_view(what.interviewee),
                     std::string_view(what.interviewee_phone), what.purpose, std::string_view(what.come_from),
                     std::string_view(what.remark), base::to_milliseconds(what.starts_at),
                     base::to_milliseconds(what.ends_at), base::to_milliseconds(what.created_at),
                     std::string_view(what.applied_from), id_or_null(what.applied_by)})
            .value()};
    std::int64_t place = 0;
    for (model::guest& each : what.guests)
        each.id = {in.sql
                       .number(insert_guest, {what.id.value, place++, std::string_view(each.name),
                                              std::string_view(each.phone)})
                       .value()};
    return what;
}

void update_visit(transaction& in, const model::visit& what)
{
    in.sql.run(update,
               {what.id.value, name_of(what.status), std::string_view(what.reason),
                time_or_null(what.signed_in_at), time_or_null(what.signed_out_at), id_or_null(what.nda)});
    publish_passes(in, what);
}

void delete_visit(transaction& in, const model::visit& what, base::instant now)
{
    in.sql.each(passes_of_visit, {what.id.value},
                [&in](const row& at) { in.index.passes.erase(base::digest::from(at.text(2)).value()); });
    in.sql.run(end, {what.id.value, base::to_milliseconds(now)});
    in.sql.run(end_passes, {what.id.value});
}

void forget_host(transaction& in, model::person_id host)
{
    in.sql.run(forget, {host.value});
}

void give_passes(transaction& in, model::visit& to, base::instant now)
{
    constexpr std::size_t bytes = 16;
    for (model::guest& each : to.guests) {
        if (!each.pass.empty())
            continue;
        each.pass = base::to_hex(base::random_bytes(bytes));
        const std::string meaning = "visit/" + std::to_string(to.id.value) + " guest/" +
                                    std::to_string(each.id.value);
        const shown what = shown_pass(in.keys, to.organization, each.pass, meaning);
        const model::presented_id presented = intern(in, what, now);
        in.sql.run(put_pass, {each.id.value, presented.value, blob{what.digest.view()},
                              blob{base::seal(in.keys.texts, each.pass, place_of(each.id))}});
    }
    publish_passes(in, to);
}

void put_face_host_id(transaction& in, model::guest_id guest, std::int64_t id, std::string_view host)
{
    in.sql.run(face_host, {guest.value, id, host});
}

void drop_face_host(transaction& in, model::guest_id guest)
{
    in.sql.run(no_face_host, {guest.value});
}

std::optional<model::visit> find_visit(connection& sql, const keyring* keys, model::visit_id id)
{
    auto found = sql.first(by_id, {id.value}, visit_from);
    if (found)
        fill_guests(sql, keys, *found);
    return found;
}

#define GATEHOUSE_ARGUMENTS                                                                                  \
    which.organization.value, or_null(which.proposer), or_null(which.name), or_null(which.phone),            \
        or_null(which.interviewee), or_null(which.interviewee_phone), time_or_null(which.starts_from),       \
        time_or_null(which.ends_until),                                                                      \
        which.authorised ? value{std::int64_t{*which.authorised}} : value{nullptr},                          \
        which.status ? value{model::name_of(*which.status)} : value{nullptr}, or_null(which.applied_from),   \
        id_or_null(which.host), id_or_null(which.applicant)

std::vector<model::visit> find_visits(connection& sql, const keyring* keys, const visit_filter& which,
                                      std::int64_t before, std::int64_t skip, std::int64_t most)
{
    constexpr std::int64_t newest = std::int64_t{1} << 53U;
    return filled(sql, keys,
                  sql.all(page, {GATEHOUSE_ARGUMENTS, before > 0 ? before : newest, skip, most}, visit_from));
}

std::int64_t count_visits(connection& sql, const visit_filter& which)
{
    return sql.number(how_many, {GATEHOUSE_ARGUMENTS}).value_or(0);
}
#undef GATEHOUSE_ARGUMENTS

std::vector<model::visit> visits_of_phone(connection& sql, model::organization_id organization,
                                          std::string_view phone, base::instant from, base::instant until)
{
    return sql.all(of_phone,
                   {organization.value, phone, base::to_milliseconds(from), base::to_milliseconds(until)},
                   visit_from);
}

std::vector<expected_guest> guests_not_over(connection& sql, model::organization_id organization,
                                            base::instant now)
{
    return sql.all(not_over, {organization.value, base::to_milliseconds(now)}, [](const row& at) {
        return expected_guest{{at.integer(0)},
                              {{at.integer(1)}, std::string(at.text(2)), std::string(at.text(3)), {}}};
    });
}

void load_passes(connection& sql, index& into)
{
    // A clock that was ahead for a while must not keep out what opens: that ends after the newest was made.
    const std::int64_t until = std::min(follower_position(sql, passes_follower).value_or(0),
                                        sql.number(newest_made).value_or(0));
    sql.each(held_passes, {until}, [&into](const row& at) {
        into.passes.set_unshared(base::digest::from(at.text(2)).value(), pass_from(at));
    });
}

std::optional<model::pass> find_former_pass(connection& sql, const base::digest& digest)
{
    return sql.first(former_pass, {blob{digest.view()}}, pass_from);
}

void drop_passes(transaction& in, std::span<const base::digest> which, base::instant ended_before)
{
    for (const base::digest& each : which)
        in.index.passes.erase(each);
    move_follower(in, passes_follower, base::to_milliseconds(ended_before));
}

}  // namespace gatehouse::store
