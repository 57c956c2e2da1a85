#include "store/attendance/phones.hpp"

#include "store/data_keys.hpp"

namespace gatehouse::store::attendance {
namespace {

constexpr statement insert{
    "insert_phone_request",
    "INSERT INTO attendance_phone (organization, person, at, claimed_at, refusal, means, "
    "phone, data_key, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING "
    "number"};
constexpr statement of_person{
    "phone_requests_of", "SELECT number, organization, person, at, claimed_at, refusal, means, data_key, "
                         "sealed FROM attendance_phone WHERE person = ?1 AND (?2 = 0 OR number < ?2) "
                         "ORDER BY number DESC LIMIT ?3"};
constexpr statement newest_taken{"last_phone_punch",
                                 "SELECT at FROM attendance_phone WHERE person = ?1 AND refusal IS NULL "
                                 "ORDER BY number DESC LIMIT 1"};
constexpr statement by_other{"is_phone_shared",
                             "SELECT 1 FROM attendance_phone WHERE phone = ?1 AND at >= ?2 "
                             "AND person <> ?3 LIMIT 1"};
constexpr statement drop{"drop_old_phone_requests",
                         "DELETE FROM attendance_phone WHERE number IN (SELECT number FROM attendance_phone "
                         "WHERE at < ?1 ORDER BY at LIMIT ?2)"};
// Bound to the person, so that nobody else's row opens with it.
std::string bound_to(model::person_id who)
{
    return "attendance_phone/" + std::to_string(who.value);
}

phone_request request_from(connection& sql, const keyring& keys, const row& at)
{
    phone_request what;
    what.number = at.integer(0);
    what.organization = {at.integer(1)};
    what.person = {at.integer(2)};
    what.at = at.time(3);
    what.claimed_at = at.maybe_time(4);
    what.refusal = at.maybe_text(5);
    what.means = at.maybe_text(6);
    if (!at.is_null(7) && !at.is_null(8)) {
        const std::string sealed(at.text(8));
        if (const auto key = find_data_key(sql, keys, {at.integer(7)}))
            what.shown = base::open(key->bytes, sealed, bound_to(what.person));
    }
    return what;
}

}  // namespace

base::digest phone_digest(const keyring& keys, model::organization_id home, std::string_view phone)
{
    return base::keyed_digest(keys.presented, static_cast<std::uint64_t>(home.value),
                              {"attendance phone", phone});
}

std::int64_t insert_phone_request(transaction& in, const phone_request& what,
                                  const std::optional<base::digest>& phone)
{
    std::optional<data_key> key;
    std::string sealed;
    if (what.shown)
        key = data_key_of(in, key_purpose::person, what.organization, what.person.value, what.at);
    if (key)
        sealed = base::seal(key->bytes, *what.shown, bound_to(what.person));
    return in.sql
        .number(insert,
                {what.organization.value, what.person.value, base::to_milliseconds(what.at),
                 time_or_null(what.claimed_at), or_null(what.refusal), or_null(what.means),
                 phone ? value{blob{phone->view()}} : value{nullptr},
                 key ? value{key->id.value} : value{nullptr}, key ? value{blob{sealed}} : value{nullptr}})
        .value();
}

std::vector<phone_request> phone_requests_of(connection& sql, const keyring& keys, model::person_id who,
                                             std::int64_t before, std::int64_t most)
{
    return sql.all(of_person, {who.value, before, most},
                   [&](const row& at) { return request_from(sql, keys, at); });
}

std::optional<base::instant> last_taken(connection& sql, model::person_id who)
{
    return sql.first(newest_taken, {who.value}, [](const row& at) { return at.time(0); });
}

bool is_shared(connection& sql, const base::digest& phone, model::person_id who, base::instant since)
{
    return sql.number(by_other, {blob{phone.view()}, base::to_milliseconds(since), who.value}).has_value();
}

std::int64_t drop_old_phone_requests(transaction& in, base::instant before, std::int64_t most)
{
    return in.sql.run(drop, {base::to_milliseconds(before), most});
}

}  // namespace gatehouse::store::attendance
