#include "store/people.hpp"

namespace gatehouse::store {
namespace {

constexpr statement by_id{"find_person",
                          "SELECT id, organization, name, phone, number, role, unit, created_at FROM person "
                          "WHERE id = ?1 AND status = 'active'"};
constexpr statement by_phone{
    "find_person_by_phone",
    "SELECT id, organization, name, phone, number, role, unit, created_at FROM person "
    "WHERE organization = ?1 AND phone = ?2 AND status = 'active'"};
constexpr statement insert{
    "insert_person", "INSERT INTO person (organization, name, phone, number, role, unit, status, created_at) "
                     "VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'active', ?7) RETURNING id"};
constexpr statement update{
    "update_person",
    "UPDATE person SET name = ?2, phone = ?3, number = ?4, role = ?5, unit = ?6 WHERE id = ?1"};
constexpr statement page{
    "people", "SELECT id, organization, name, phone, number, role, unit, created_at FROM person "
              "WHERE organization = ?1 AND status = 'active' AND id > ?2 AND (?4 IS NULL OR unit = ?4) AND "
              "(?5 IS NULL OR role = ?5) AND (?6 IS NULL OR phone = ?6) AND (?7 IS NULL OR number = ?7) AND "
              "(?8 IS NULL OR instr(name, ?8) > 0) ORDER BY id LIMIT ?3"};
constexpr statement end{"end_person", "UPDATE person SET status = 'gone' WHERE id = ?1"};

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
    return p;
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
    return {in.sql
                .first(insert,
                       {what.organization.value, std::string_view(what.name), or_null(what.phone),
                        or_null(what.number), std::string_view(what.role), id_or_null(what.unit),
                        base::to_milliseconds(what.created_at)},
                       [](const row& at) { return at.integer(0); })
                .value()};
}

void update_person(transaction& in, const model::person& what)
{
    in.sql.run(update, {what.id.value, std::string_view(what.name), or_null(what.phone), or_null(what.number),
                        std::string_view(what.role), id_or_null(what.unit)});
}

void end_person(transaction& in, const model::person& what)
{
    model::person unreachable = what;
    unreachable.phone.reset();
    update_person(in, unreachable);
    in.sql.run(end, {what.id.value});
}

std::vector<model::person> people_after(connection& sql, const people_filter& which, std::int64_t after,
                                        std::int64_t most)
{
    return sql.all(page,
                   {which.organization.value, after, most, id_or_null(which.unit), or_null(which.role),
                    or_null(which.phone), or_null(which.number), or_null(which.name)},
                   person_from);
}

}  // namespace gatehouse::store
