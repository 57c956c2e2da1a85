#include "store/faces.hpp"

namespace gatehouse::store {
namespace {

constexpr statement upsert{
    "upsert_face",
    "INSERT INTO face (person, organization, data_key, digest, type, size, client, created_at) "
    "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT (person) DO UPDATE SET data_key = "
    "excluded.data_key, digest = excluded.digest, type = excluded.type, size = excluded.size, "
    "client = excluded.client, created_at = excluded.created_at"};
constexpr statement drop{"drop_face", "DELETE FROM face WHERE person = ?1"};
constexpr statement find{"find_face",
                         "SELECT data_key, digest, type, client, created_at FROM face WHERE person = ?1"};
#define GATEHOUSE_FACE "person, organization, data_key, digest, type, size, client, created_at"
constexpr statement keep_former{"keep_former_face",
                                "INSERT INTO former_face (" GATEHOUSE_FACE ", kept_at) SELECT " GATEHOUSE_FACE
                                ", ?2 FROM face WHERE person = ?1"};
constexpr statement restore_former{"restore_former_face",
                                   "INSERT INTO face (" GATEHOUSE_FACE ") SELECT " GATEHOUSE_FACE
                                   " FROM former_face WHERE person = ?1 ON CONFLICT DO NOTHING"};
#undef GATEHOUSE_FACE
constexpr statement drop_former{"drop_former_face", "DELETE FROM former_face WHERE person = ?1"};
constexpr statement drop_old_former{"drop_old_former_faces",
                                    "DELETE FROM former_face WHERE person IN (SELECT person FROM former_face "
                                    "WHERE kept_at < ?1 ORDER BY kept_at LIMIT ?2)"};
constexpr statement upsert_fetch{
    "upsert_face_fetch",
    "INSERT INTO face_fetch (person, client, sealed_address, attempts, next_attempt, outcome, made_at) "
    "VALUES (?1, ?2, ?3, 0, ?4, NULL, ?4) ON CONFLICT (person) DO UPDATE SET client = excluded.client, "
    "sealed_address = excluded.sealed_address, attempts = 0, next_attempt = excluded.next_attempt, "
    "outcome = NULL, made_at = excluded.made_at"};
constexpr statement drop_fetch{"drop_face_fetch", "DELETE FROM face_fetch WHERE person = ?1"};
constexpr statement due{"due_face_fetches",
                        "SELECT f.person, p.organization, f.client, f.sealed_address, f.attempts, f.made_at "
                        "FROM face_fetch f JOIN person p ON p.id = f.person WHERE f.next_attempt <= ?1 AND "
                        "f.next_attempt IS NOT NULL ORDER BY f.next_attempt LIMIT ?2"};
constexpr statement note{"note_face_fetch",
                         "UPDATE face_fetch SET attempts = attempts + 1, next_attempt = ?3, outcome = ?4 "
                         "WHERE person = ?1 AND made_at = ?2"};
constexpr statement finish{"finish_face_fetch", "DELETE FROM face_fetch WHERE person = ?1 AND made_at = ?2"};
constexpr statement outcome_of{"face_fetch_outcome",
                               "SELECT CASE WHEN next_attempt IS NULL THEN outcome ELSE 'waiting' END "
                               "FROM face_fetch WHERE person = ?1"};

#define GATEHOUSE_CONSENT                                                                                    \
    "id, organization, person, purpose, given_by, guardian, given_at, notice, recorded_at, is_14_or_older"
constexpr statement find_consent_statement{
    "find_consent", "SELECT " GATEHOUSE_CONSENT " FROM consent WHERE person = ?1 AND purpose = ?2 AND "
                    "withdrawn_at IS NULL"};
constexpr statement insert_consent_statement{
    "insert_consent",
    "INSERT INTO consent (organization, person, purpose, given_by, guardian, given_at, notice, recorded_at, "
    "is_14_or_older) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id"};
constexpr statement restore_consent_statement{
    "restore_consent", "UPDATE consent SET withdrawn_at = NULL WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM "
                       "consent o WHERE o.person = consent.person AND o.purpose = consent.purpose AND "
                       "o.withdrawn_at IS NULL)"};
constexpr statement consents_of_statement{"consents_of",
                                          "SELECT " GATEHOUSE_CONSENT
                                          " FROM consent WHERE (person = ?1 AND withdrawn_at IS NULL) OR "
                                          "(guardian = ?1 AND withdrawn_at IS NULL) ORDER BY id"};
constexpr statement withdraw_one{"withdraw_consent", "UPDATE consent SET withdrawn_at = ?2 WHERE id = ?1"};
constexpr statement withdraw{
    "withdraw_consents", "UPDATE consent SET withdrawn_at = ?2 WHERE (person = ?1 AND withdrawn_at IS NULL) "
                         "OR (guardian = ?1 AND withdrawn_at IS NULL) RETURNING " GATEHOUSE_CONSENT};
#undef GATEHOUSE_CONSENT

std::string bound_to(model::person_id who)
{
    return "face address of " + std::to_string(who.value);
}

model::consent consent_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            {at.integer(2)},
            model::from_name<model::consent_purpose>(at.text(3)).value(),
            model::from_name<model::consent_giver>(at.text(4)).value(),
            at.maybe_id<model::person_id>(5),
            at.time(6),
            std::string(at.text(7)),
            at.time(8),
            at.integer(9) != 0};
}

}  // namespace

void put_face(transaction& in, model::person_id who, model::client_id by, const prepared_picture& what,
              base::instant now)
{
    in.sql.run(upsert, {who.value, what.organization.value, what.key.value, blob{what.digest.view()},
                        media_type(what.type), what.size, by.value, base::to_milliseconds(now)});
    in.sql.run(drop_fetch, {who.value});
}

bool drop_face(transaction& in, model::person_id who)
{
    const bool had_one = in.sql.run(drop, {who.value}) > 0;
    return in.sql.run(drop_fetch, {who.value}) > 0 || had_one;
}

void keep_former_face(transaction& in, model::person_id who, base::instant now)
{
    if (find_face(in.sql, who))
        drop_former_face(in, who);
    in.sql.run(keep_former, {who.value, base::to_milliseconds(now)});
}

bool restore_former_face(transaction& in, model::person_id who)
{
    const bool restored = in.sql.run(restore_former, {who.value}) > 0;
    drop_former_face(in, who);
    return restored;
}

void drop_former_face(transaction& in, model::person_id who)
{
    in.sql.run(drop_former, {who.value});
}

std::int64_t drop_former_faces(transaction& in, base::instant before, std::int64_t most)
{
    return in.sql.run(drop_old_former, {base::to_milliseconds(before), most});
}

std::optional<stored_face> find_face(connection& sql, model::person_id who)
{
    return sql.first(find, {who.value}, [](const row& at) {
        return stored_face{{{at.integer(0)}, base::digest::from(at.text(1)).value(), std::string(at.text(2))},
                           {at.integer(3)},
                           at.time(4)};
    });
}

void put_face_fetch(transaction& in, model::person_id who, model::client_id by, std::string_view address,
                    base::instant now)
{
    const std::string sealed = base::seal(in.keys.texts, address, bound_to(who));
    in.sql.run(upsert_fetch, {who.value, by.value, blob{sealed}, base::to_milliseconds(now)});
}

std::vector<face_fetch> due_face_fetches(connection& sql, const keyring& keys, base::instant now,
                                         std::int64_t most)
{
    return sql.all(due, {base::to_milliseconds(now), most}, [&keys](const row& at) {
        const model::person_id who{at.integer(0)};
        return face_fetch{who,
                          {at.integer(1)},
                          {at.integer(2)},
                          base::open(keys.texts, at.text(3), bound_to(who)).value_or(""),
                          at.integer(4),
                          at.time(5)};
    });
}

void note_face_fetch(transaction& in, const face_fetch& what, std::optional<base::instant> next,
                     std::string_view outcome)
{
    in.sql.run(note, {what.person.value, base::to_milliseconds(what.made_at), time_or_null(next), outcome});
}

bool finish_face_fetch(transaction& in, const face_fetch& what)
{
    return in.sql.run(finish, {what.person.value, base::to_milliseconds(what.made_at)}) > 0;
}

std::optional<std::string> face_fetch_outcome(connection& sql, model::person_id who)
{
    return sql.first(outcome_of, {who.value}, [](const row& at) { return std::string(at.text(0)); });
}

std::optional<model::consent> find_consent(connection& sql, model::person_id who,
                                           model::consent_purpose purpose)
{
    return sql.first(find_consent_statement, {who.value, model::name_of(purpose)}, consent_from);
}

model::consent_id insert_consent(transaction& in, const model::consent& what)
{
    return {in.sql
                .number(insert_consent_statement,
                        {what.organization.value, what.person.value, model::name_of(what.purpose),
                         model::name_of(what.given_by), id_or_null(what.guardian),
                         base::to_milliseconds(what.given_at), std::string_view(what.notice),
                         base::to_milliseconds(what.recorded_at), std::int64_t{what.is_14_or_older}})
                .value()};
}

void withdraw_consent(transaction& in, model::consent_id id, base::instant now)
{
    in.sql.run(withdraw_one, {id.value, base::to_milliseconds(now)});
}

bool restore_consent(transaction& in, model::consent_id id)
{
    return in.sql.run(restore_consent_statement, {id.value}) > 0;
}

std::vector<model::consent> consents_of(connection& sql, model::person_id who)
{
    return sql.all(consents_of_statement, {who.value}, consent_from);
}

std::vector<model::consent> withdraw_consents(transaction& in, model::person_id who, base::instant now)
{
    return in.sql.all(withdraw, {who.value, base::to_milliseconds(now)}, consent_from);
}

}  // namespace gatehouse::store
