#include "store/features.hpp"

#include "store/data_keys.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_FEATURE "id, organization, person, type, state, device, app, since, until"
constexpr statement insert{"insert_feature",
                           "INSERT INTO feature (organization, person, type, state, device, app, data_key, "
                           "sealed, since) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id"};
constexpr statement find{"find_feature", "SELECT " GATEHOUSE_FEATURE " FROM feature WHERE id = ?1"};
constexpr statement find_current{"current_feature", "SELECT " GATEHOUSE_FEATURE
                                                    " FROM feature WHERE person = ?1 AND type = ?2 AND state "
                                                    "= 'current'"};
constexpr statement page{"features_of", "SELECT " GATEHOUSE_FEATURE
                                        " FROM feature WHERE person = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
#undef GATEHOUSE_FEATURE
constexpr statement value_of{"feature_value", "SELECT data_key, sealed, person FROM feature WHERE id = ?1"};
constexpr statement supersede{
    "supersede_feature", "UPDATE feature SET state = 'superseded', until = ?3 WHERE person = ?1 AND type "
                         "= ?2 AND state = 'current'"};
constexpr statement set_current{"make_feature_current",
                                "UPDATE feature SET state = 'current', since = ?2 WHERE id = ?1"};
constexpr statement drop_oldest{
    "drop_oldest_superseded_features",
    "DELETE FROM feature WHERE id IN (SELECT id FROM feature WHERE person = ?1 AND type = ?2 AND state = "
    "'superseded' ORDER BY until DESC, id DESC LIMIT -1 OFFSET ?3)"};
constexpr statement drop{"drop_feature", "DELETE FROM feature WHERE id = ?1"};
constexpr statement upsert_enrolment{"put_enrolment",
                                     "INSERT INTO enrolment (person, device, type, ends_at) VALUES (?1, ?2, "
                                     "?3, ?4) ON CONFLICT (person, device, type) DO UPDATE SET ends_at = ?4"};
constexpr statement delete_enrolment{
    "end_enrolment",
    "DELETE FROM enrolment WHERE person = ?1 AND device = ?2 AND type = ?3 RETURNING ends_at"};
constexpr statement upsert_sending{
    "note_feature_sending",
    "INSERT INTO feature_sent (person, device, type, app, first_at, last_at, consented) VALUES (?1, ?2, ?3, "
    "?4, ?5, ?5, ?6) ON CONFLICT (person, device, type) DO UPDATE SET app = ?4, last_at = ?5, consented = "
    "?6"};
constexpr statement sendings{"feature_sendings_of",
                             "SELECT s.person, s.device, s.type, s.app, s.first_at, s.last_at, s.consented, "
                             "d.external FROM feature_sent s JOIN device d ON d.id = s.device WHERE s.person "
                             "= ?1 ORDER BY s.device, s.type"};
constexpr statement drop_all{"drop_features", "DELETE FROM feature WHERE person = ?1"};
constexpr statement drop_enrolments{"drop_enrolments", "DELETE FROM enrolment WHERE person = ?1"};

// A sealed value opens as its person's only.
std::string bound_to(std::int64_t person)
{
    return "feature of " + std::to_string(person);
}

feature_row feature_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            {at.integer(2)},
            std::string(at.text(3)),
            model::from_name<feature_state>(at.text(4)).value(),
            at.maybe_id<model::device_id>(5),
            at.maybe_id<model::app_id>(6),
            at.time(7),
            at.maybe_time(8)};
}

}  // namespace

std::optional<feature_id> insert_feature(transaction& in, const feature_row& what, std::string_view text,
                                         base::instant now)
{
    const auto key = data_key_of(in, key_purpose::person, what.organization, what.person.value, now);
    if (!key)
        return std::nullopt;
    const std::string sealed = base::seal(key->bytes, text, bound_to(what.person.value));
    return feature_id{
        in.sql
            .number(insert, {what.organization.value, what.person.value, std::string_view(what.type),
                             model::name_of(what.state), id_or_null(what.device), id_or_null(what.app),
                             key->id.value, blob{sealed}, base::to_milliseconds(what.since)})
            .value()};
}

std::optional<feature_row> find_feature(connection& sql, feature_id id)
{
    return sql.first(find, {id.value}, feature_from);
}

std::optional<feature_row> current_feature(connection& sql, model::person_id whose, std::string_view type)
{
    return sql.first(find_current, {whose.value, type}, feature_from);
}

std::vector<feature_row> features_of(connection& sql, model::person_id whose, std::int64_t after,
                                     std::int64_t most)
{
    return sql.all(page, {whose.value, after, most}, feature_from);
}

std::string feature_value(connection& sql, const keyring& keys, feature_id id)
{
    struct sealed_value {
        model::data_key_id key;
        std::string text;
        std::int64_t person;
    };
    const auto found = sql.first(value_of, {id.value}, [](const row& at) {
        return sealed_value{{at.integer(0)}, std::string(at.text(1)), at.integer(2)};
    });
    const auto key = found ? find_data_key(sql, keys, found->key) : std::nullopt;
    return key ? base::open(key->bytes, found->text, bound_to(found->person)).value_or("") : "";
}

void make_current(transaction& in, const feature_row& what, base::instant now)
{
    in.sql.run(supersede, {what.person.value, std::string_view(what.type), base::to_milliseconds(now)});
    in.sql.run(set_current, {what.id.value, base::to_milliseconds(now)});
    in.sql.run(drop_oldest, {what.person.value, std::string_view(what.type), superseded_most});
}

void drop_feature(transaction& in, feature_id id)
{
    in.sql.run(drop, {id.value});
}

void put_enrolment(transaction& in, model::person_id who, model::device_id at, std::string_view type,
                   base::instant ends_at)
{
    in.sql.run(upsert_enrolment, {who.value, at.value, type, base::to_milliseconds(ends_at)});
}

bool end_enrolment(transaction& in, model::person_id who, model::device_id at, std::string_view type,
                   base::instant now)
{
    const auto ended = in.sql.first(delete_enrolment, {who.value, at.value, type},
                                    [](const row& found) { return found.time(0); });
    return ended && *ended > now;
}

void note_sending(transaction& in, const feature_sending& what)
{
    in.sql.run(upsert_sending,
               {what.person.value, what.device.value, std::string_view(what.type), what.app.value,
                base::to_milliseconds(what.last_at), std::int64_t{what.consented}});
}

std::vector<feature_sending> sendings_of(connection& sql, model::person_id whose)
{
    return sql.all(sendings, {whose.value}, [](const row& at) {
        return feature_sending{
            {at.integer(0)}, {at.integer(1)}, std::string(at.text(2)), {at.integer(3)},
            at.time(4),      at.time(5),      at.integer(6) != 0,      std::string(at.text(7))};
    });
}

bool drop_features_of(transaction& in, model::person_id whose)
{
    in.sql.run(drop_enrolments, {whose.value});
    return in.sql.run(drop_all, {whose.value}) > 0;
}

}  // namespace gatehouse::store
