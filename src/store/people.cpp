#include "store/people.hpp"

#include "store/presented.hpp"

namespace gatehouse::store {
namespace {

constexpr statement by_id{
    "find_person", "SELECT id, organization, name, phone, number, role, unit, created_at, sex FROM person "
                   "WHERE id = ?1 AND status = 'active'"};
constexpr statement by_phone{
    "find_person_by_phone",
    "SELECT id, organization, name, phone, number, role, unit, created_at, sex FROM person "
    "WHERE organization = ?1 AND phone = ?2 AND status = 'active'"};
constexpr statement insert{
    "insert_person", "INSERT INTO person (organization, name, phone, number, role, unit, status, created_at, "
                     "sex) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'active', ?7, ?8) RETURNING id"};
constexpr statement update{
    "update_person",
    "UPDATE person SET name = ?2, phone = ?3, number = ?4, role = ?5, unit = ?6, sex = ?7 WHERE id = ?1"};
constexpr statement page{
    "people", "SELECT id, organization, name, phone, number, role, unit, created_at, sex FROM person "
              "WHERE organization = ?1 AND status = 'active' AND id > ?2 AND (?4 IS NULL OR unit = ?4) AND "
              "(?5 IS NULL OR role = ?5) AND (?6 IS NULL OR phone = ?6) AND (?7 IS NULL OR number = ?7) AND "
              "(?8 IS NULL OR instr(name, ?8) > 0) ORDER BY id LIMIT ?3"};
constexpr statement end{"end_person", "UPDATE person SET status = 'gone', ended_at = ?2 WHERE id = ?1"};
constexpr statement former{
    "find_former_person",
    "SELECT id, organization, name, phone, number, role, unit, created_at, sex FROM person "
    "WHERE id = ?1 AND status = 'gone' AND erased_at IS NULL"};
constexpr statement revive{"revive_person",
                           "UPDATE person SET status = 'active', ended_at = NULL WHERE id = ?1"};
constexpr statement end_at_once{
    "end_person_at_once", "UPDATE person SET status = 'gone', ended_at = ?2, clearing = 1 WHERE id = ?1"};
constexpr statement to_clear{"people_to_clear",
                             "SELECT id, organization, name, phone, number, role, unit, created_at, sex "
                             "FROM person WHERE clearing = 1 ORDER BY id LIMIT ?1"};
constexpr statement clearing_of{"is_person_to_clear", "SELECT clearing FROM person WHERE id = ?1"};
constexpr statement cleared{"person_cleared", "UPDATE person SET clearing = 0, phone = NULL WHERE id = ?1"};
constexpr statement uncleared{"person_uncleared", "UPDATE person SET clearing = 0 WHERE id = ?1"};
constexpr statement forgotten{"people_to_forget",
                              "SELECT id, organization, name, phone, number, role, unit, created_at, sex "
                              "FROM person WHERE status = 'gone' AND erased_at IS NULL AND clearing = 0 AND "
                              "ended_at < ?1 AND EXISTS (SELECT 1 FROM external_id e WHERE "
                              "e.object = person.id AND e.kind = 'person' AND e.client > 0) "
                              "ORDER BY ended_at LIMIT ?2"};
constexpr statement forget{"forget_person",
                           "UPDATE person SET name = '', phone = NULL, number = NULL, sex = NULL, "
                           "erased_at = ?2 WHERE id = ?1"};

model::person person_from(const row& at)
{
    model::person p;
    p.id = {at.integer(0)};
    p.organization = {at.integer(1)};
    p.name = at.text(2);
    p.phone = at.maybe_text(3);
    p.number = at.maybe_text(4);
    p.role = at.text(5);
    if (!at.is_null(6))
        p.unit = model::unit_id{at.integer(6)};
    p.created_at = base::from_milliseconds(at.integer(7));
    if (!at.is_null(8))
        p.sex = model::from_name<model::sex>(at.text(8));
    return p;
}

constexpr statement all_phones{
    "all_phones", "SELECT id, organization, phone FROM person WHERE phone IS NOT NULL AND status = 'active'"};
// In the partial index `organization_registered`, whose condition it names.
constexpr statement by_phone_and_client{
    "find_phone_of_client",
    "SELECT p.id FROM organization o JOIN person p ON p.organization = o.id WHERE o.registered_by = ?1 AND "
    "o.ended_at IS NULL AND o.status <> 'deleted' AND o.status = 'open' AND p.phone = ?2 AND "
    "p.status = 'active' LIMIT 1"};

value sex_of(const model::person& what)
{
    return what.sex ? value{model::name_of(*what.sex)} : value{nullptr};
}

void move_phone(transaction& in, const std::optional<model::person>& before,
                const std::optional<model::person>& after)
{
    const auto digest = [&in](const model::person& of) {
        return shown_phone(in.keys, of.organization, *of.phone).digest;
    };
    if (before && before->phone)
        in.index.phones.erase(digest(*before));
    if (after && after->phone)
        in.index.phones.set(digest(*after), after->id);
}

}  // namespace

std::optional<model::person> find_person(connection& sql, model::person_id id)
{
    return sql.first(by_id, {id.value}, person_from);
}

std::optional<model::person> find_person_by_phone(transaction& in, model::organization_id organization,
                                                  std::string_view phone)
{
    return in.sql.first(by_phone, {organization.value, phone}, person_from);
}

model::person_id insert_person(transaction& in, const model::person& what)
{
    model::person made = what;
    made.id = {in.sql
                   .first(insert,
                          {what.organization.value, std::string_view(what.name), or_null(what.phone),
                           or_null(what.number), std::string_view(what.role), id_or_null(what.unit),
                           base::to_milliseconds(what.created_at), sex_of(what)},
                          [](const row& at) { return at.integer(0); })
                   .value()};
    move_phone(in, std::nullopt, made);
    return made.id;
}

void update_person(transaction& in, const model::person& what)
{
    move_phone(in, find_person(in.sql, what.id), what);
    in.sql.run(update, {what.id.value, std::string_view(what.name), or_null(what.phone), or_null(what.number),
                        std::string_view(what.role), id_or_null(what.unit), sex_of(what)});
}

void end_person(transaction& in, const model::person& what, base::instant now)
{
    model::person unreachable = what;
    unreachable.phone.reset();
    update_person(in, unreachable);
    in.sql.run(end, {what.id.value, base::to_milliseconds(now)});
}

std::optional<model::person> find_former_person(connection& sql, model::person_id id)
{
    return sql.first(former, {id.value}, person_from);
}

void revive_person(transaction& in, const model::person& what)
{
    in.sql.run(revive, {what.id.value});
    update_person(in, what);
}

void end_person_at_once(transaction& in, const model::person& what, base::instant now)
{
    move_phone(in, what, std::nullopt);
    in.sql.run(end_at_once, {what.id.value, base::to_milliseconds(now)});
}

std::vector<model::person> people_to_clear(connection& sql, std::int64_t most)
{
    return sql.all(to_clear, {most}, person_from);
}

bool is_to_clear(connection& sql, model::person_id id)
{
    return sql.number(clearing_of, {id.value}).value_or(0) != 0;
}

void mark_cleared(transaction& in, model::person_id id)
{
    in.sql.run(cleared, {id.value});
}

void keep_uncleared(transaction& in, model::person_id id)
{
    in.sql.run(uncleared, {id.value});
}

std::vector<model::person> people_to_forget(connection& sql, base::instant ended_before, std::int64_t most)
{
    return sql.all(forgotten, {base::to_milliseconds(ended_before), most}, person_from);
}

void forget_person(transaction& in, model::person_id id, base::instant now)
{
    in.sql.run(forget, {id.value, base::to_milliseconds(now)});
}

std::vector<model::person> people_after(connection& sql, const people_filter& which, std::int64_t after,
                                        std::int64_t most)
{
    return sql.all(page,
                   {which.organization.value, after, most, id_or_null(which.unit), or_null(which.role),
                    or_null(which.phone), or_null(which.number), or_null(which.name)},
                   person_from);
}

bool is_phone_of_client(connection& sql, model::client_id client, std::string_view phone)
{
    return sql.first(by_phone_and_client, {client.value, phone}, [](const row&) { return true; }).has_value();
}

void load_phones(connection& sql, const keyring& keys, index& into)
{
    sql.each(all_phones, {}, [&](const row& at) {
        into.phones.set_unshared(shown_phone(keys, {at.integer(1)}, at.text(2)).digest, {at.integer(0)});
    });
}

}  // namespace gatehouse::store
