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
constexpr statement untell_statement{"untell",
                                     "DELETE FROM credential_told WHERE credential = ?1 AND person = ?2"};
constexpr statement of_told{"credentials_of_told",
                            "SELECT credential FROM credential_told WHERE person = ?1 ORDER BY credential"};

#define GATEHOUSE_CREDENTIAL                                                                                 \
    "SELECT c.id, c.organization, c.presented, c.unit, c.bearer, c.status, c.valid_from, c.valid_until, "    \
    "c.created_at, p.digest, c.kind, p.sealed_text FROM credential c JOIN presented p ON p.id = "            \
    "c.presented "
constexpr statement all_credentials{"all_credentials", GATEHOUSE_CREDENTIAL "WHERE c.status <> 'revoked'"};
constexpr statement by_id{"find_credential", GATEHOUSE_CREDENTIAL "WHERE c.id = ?1"};
constexpr statement borne_by_statement{"credentials_of_bearer", GATEHOUSE_CREDENTIAL
                                       "WHERE c.bearer = ?1 AND c.status <> 'revoked' ORDER BY c.id"};
constexpr statement lost_by_statement{
    "credentials_lost_by", GATEHOUSE_CREDENTIAL
    "WHERE c.bearer = ?1 AND c.status = 'revoked' AND EXISTS (SELECT 1 FROM change x WHERE "
    "x.object_kind = 'credential' AND x.object = c.id AND x.at >= ?2) ORDER BY c.id"};
constexpr statement page{"credentials", GATEHOUSE_CREDENTIAL
                         "WHERE c.organization = ?1 AND c.id > ?2 AND (?4 IS NULL OR c.unit = ?4) AND "
                         "(?5 IS NULL OR c.bearer = ?5) AND (?6 = '' OR c.status = ?6) AND "
                         "(?7 IS NULL OR p.digest = ?7) ORDER BY c.id LIMIT ?3"};
#undef GATEHOUSE_CREDENTIAL

model::credential credential_from(const row& at)
{
    model::credential c;
    c.id = {at.integer(0)};
    c.organization = {at.integer(1)};
    c.presented = {at.integer(2)};
    c.unit = at.maybe_id<model::unit_id>(3);
    c.bearer = at.maybe_id<model::person_id>(4);
    c.status = model::credential_status_from(at.text(5)).value();
    c.valid_from = at.maybe_time(6);
    c.valid_until = at.maybe_time(7);
    c.created_at = at.time(8);
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

shown_credential shown_from(const row& at, const keyring& keys)
{
    shown_credential c;
    c.what = credential_from(at);
    c.presented = base::digest::from(at.text(9)).value();
    c.kind = at.text(10);
    if (!at.is_null(11))
        c.number = open_presented(keys, c.presented.view(), at.text(11));
    return c;
}

std::vector<shown_credential> with_told(connection& sql, std::vector<shown_credential> found)
{
    for (shown_credential& each : found)
        each.told = told(sql, each.what.id);
    return found;
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

void rekey_cards(transaction& in, const std::vector<rekeyed_card>& which)
{
    rekey_presented(in, which);
    std::vector<std::pair<base::digest, model::credential>> moved;
    for (const rekeyed_card& each : which)
        if (const model::credential* const held = in.index.credentials.find(each.before.digest)) {
            moved.emplace_back(each.digest, *held);
            move_bearer(in.index, each.before.digest, held->bearer, std::nullopt);
            in.index.credentials.erase(each.before.digest);
        }
    for (const auto& [presented, held] : moved) {
        in.index.credentials.set(presented, held);
        move_bearer(in.index, presented, std::nullopt, held.bearer);
    }
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

std::vector<model::person_id> told(connection& sql, model::credential_id of)
{
    return sql.all(told_of, {of.value}, [](const row& at) { return model::person_id{at.integer(0)}; });
}

void untell(transaction& in, model::credential_id of, model::person_id who)
{
    in.sql.run(untell_statement, {of.value, who.value});
}

std::vector<model::credential_id> credentials_told(connection& sql, model::person_id who)
{
    return sql.all(of_told, {who.value}, [](const row& at) { return model::credential_id{at.integer(0)}; });
}

std::optional<shown_credential> find_credential(connection& sql, const keyring& keys, model::credential_id id)
{
    auto found = sql.first(by_id, {id.value}, [&keys](const row& at) { return shown_from(at, keys); });
    if (found)
        found->told = told(sql, id);
    return found;
}

std::vector<shown_credential> credentials_borne_by(connection& sql, const keyring& keys, model::person_id who)
{
    return with_told(sql, sql.all(borne_by_statement, {who.value},
                                  [&keys](const row& at) { return shown_from(at, keys); }));
}

std::vector<shown_credential> credentials_lost_by(connection& sql, const keyring& keys, model::person_id who,
                                                  base::instant since)
{
    return with_told(sql, sql.all(lost_by_statement, {who.value, base::to_milliseconds(since)},
                                  [&keys](const row& at) { return shown_from(at, keys); }));
}

std::vector<shown_credential> credentials_after(connection& sql, const keyring& keys,
                                                const credential_filter& which, std::int64_t after,
                                                std::int64_t most)
{
    const value presented = which.presented ? value{blob{which.presented->view()}} : value{nullptr};
    const std::string_view status = which.status ? name_of(*which.status) : std::string_view();
    return with_told(sql, sql.all(page,
                                  {which.organization.value, after, most, id_or_null(which.unit),
                                   id_or_null(which.bearer), status, presented},
                                  [&keys](const row& at) { return shown_from(at, keys); }));
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
