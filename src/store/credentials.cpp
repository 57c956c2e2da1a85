#include "store/credentials.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_credential",
                           "INSERT INTO credential (organization, kind, presented, unit, bearer, status, "
                           "valid_from, valid_until, created_at) "
                           "VALUES (?1, 'card', ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id"};
constexpr statement update{"update_credential", "UPDATE credential SET unit = ?2, bearer = ?3, status = ?4, "
                                                "valid_from = ?5, valid_until = ?6 WHERE id = ?1"};
constexpr statement insert_told{
    "insert_told",
    "INSERT INTO credential_told (credential, person, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"};
constexpr statement told_of{
    "told", "SELECT person FROM credential_told WHERE credential = ?1 ORDER BY since, person"};
constexpr statement all_credentials{
    "all_credentials",
    "SELECT c.id, c.organization, c.presented, c.unit, c.bearer, c.status, c.valid_from, c.valid_until, "
    "c.created_at, "
    "p.digest FROM credential c JOIN presented p ON p.id = c.presented WHERE c.status <> 'revoked'"};

template <class Id>
value id_or_null(const std::optional<Id>& id)
{
    return id ? value{id->value} : value{nullptr};
}

value time_or_null(const std::optional<base::instant>& at)
{
    return at ? value{base::to_milliseconds(*at)} : value{nullptr};
}

template <class Id>
std::optional<Id> id_from(const row& at, int column)
{
    return at.is_null(column) ? std::nullopt : std::optional{Id{at.integer(column)}};
}

std::optional<base::instant> time_from(const row& at, int column)
{
    return at.is_null(column) ? std::nullopt : std::optional{base::from_milliseconds(at.integer(column))};
}

model::credential credential_from(const row& at)
{
    model::credential c;
    c.id = {at.integer(0)};
    c.organization = {at.integer(1)};
    c.presented = {at.integer(2)};
    c.unit = id_from<model::unit_id>(at, 3);
    c.bearer = id_from<model::person_id>(at, 4);
    c.status = model::credential_status_from(at.text(5)).value();
    c.valid_from = time_from(at, 6);
    c.valid_until = time_from(at, 7);
    c.created_at = base::from_milliseconds(at.integer(8));
    return c;
}

// Whose card it was and whose it is; nobody's once it is revoked.
void move_bearer(index& in, const base::digest& presented, const std::optional<model::person_id>& from,
                 const std::optional<model::person_id>& to)
{
    if (from == to)
        return;
    const auto change = [&in](model::person_id of, const auto& how) {
        const auto* const before = in.borne.find(of);
        std::vector<base::digest> after = before ? *before : std::vector<base::digest>{};
        how(after);
        if (after.empty())
            in.borne.erase(of);
        else
            in.borne.set(of, std::move(after));
    };
    if (from)
        change(*from, [&presented](auto& cards) { std::erase(cards, presented); });
    if (to)
        change(*to, [&presented](auto& cards) { cards.push_back(presented); });
}

}  // namespace

const model::credential* find_credential(const index& in, const base::digest& presented)
{
    return in.credentials.find(presented);
}

model::credential insert_credential(transaction& in, const model::credential& what,
                                    const base::digest& presented)
{
    model::credential made = what;
    made.id = {in.sql
                   .first(insert,
                          {what.organization.value, what.presented.value, id_or_null(what.unit),
                           id_or_null(what.bearer), name_of(what.status), time_or_null(what.valid_from),
                           time_or_null(what.valid_until), base::to_milliseconds(what.created_at)},
                          [](const row& at) { return at.integer(0); })
                   .value()};
    in.index.credentials.set(presented, made);
    move_bearer(in.index, presented, std::nullopt, made.bearer);
    return made;
}

void update_credential(transaction& in, const model::credential& what, const base::digest& presented)
{
    in.sql.run(update, {what.id.value, id_or_null(what.unit), id_or_null(what.bearer), name_of(what.status),
                        time_or_null(what.valid_from), time_or_null(what.valid_until)});
    const bool revoked = what.status == model::credential_status::revoked;
    const model::credential* const before = in.index.credentials.find(presented);
    move_bearer(in.index, presented, before ? before->bearer : std::nullopt,
                revoked ? std::nullopt : what.bearer);
    if (revoked)
        in.index.credentials.erase(presented);
    else
        in.index.credentials.set(presented, what);
}

bool tell(transaction& in, model::credential_id of, model::person_id who, base::instant since)
{
    return in.sql.run(insert_told, {of.value, who.value, base::to_milliseconds(since)}) == 1;
}

std::vector<model::person_id> told(transaction& in, model::credential_id of)
{
    std::vector<model::person_id> people;
    in.sql.each(told_of, {of.value}, [&people](const row& at) { people.push_back({at.integer(0)}); });
    return people;
}

void load_credentials(connection& sql, index& into)
{
    sql.each(all_credentials, {}, [&into](const row& at) {
        const base::digest presented = base::digest::from(at.text(9)).value();
        const model::credential made = credential_from(at);
        into.credentials.set_unshared(presented, made);
        move_bearer(into, presented, std::nullopt, made.bearer);
    });
}

}  // namespace gatehouse::store
