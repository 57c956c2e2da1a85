#include "store/relations.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_RELATION                                                                                   \
    "SELECT id, organization, kind, person, other, since FROM relation WHERE ended_at IS NULL AND "
constexpr statement by_id{"find_relation", GATEHOUSE_RELATION "id = ?1"};
constexpr statement of_person{"relations", GATEHOUSE_RELATION
                              "(person = ?1 OR other = ?1) AND id > ?2 ORDER BY id LIMIT ?3"};
#undef GATEHOUSE_RELATION
constexpr statement insert{
    "insert_relation",
    "INSERT INTO relation (organization, kind, person, other, since) VALUES (?1, ?2, ?3, ?4, ?5) "
    "ON CONFLICT DO NOTHING RETURNING id"};
constexpr statement end{"end_relation", "UPDATE relation SET ended_at = ?2 WHERE id = ?1"};

// Only with people who are there.
constexpr statement restore{
    "restore_relations",
    "UPDATE relation SET ended_at = NULL WHERE (person = ?1 OR other = ?1) AND ended_at >= ?2 AND "
    "2 = (SELECT count(*) FROM person p WHERE p.id IN (relation.person, relation.other) AND "
    "p.status = 'active') AND NOT EXISTS (SELECT 1 FROM relation o WHERE o.person = relation.person AND "
    "o.other = relation.other AND o.kind = relation.kind AND o.ended_at IS NULL)"};

model::relation relation_from(const row& at)
{
    return {{at.integer(0)}, {at.integer(1)}, std::string(at.text(2)),
            {at.integer(3)}, {at.integer(4)}, at.time(5)};
}

}  // namespace

std::optional<model::relation_id> insert_relation(transaction& in, const model::relation& what)
{
    return in.sql.first(insert,
                        {what.organization.value, std::string_view(what.kind), what.person.value,
                         what.other.value, base::to_milliseconds(what.since)},
                        [](const row& at) { return model::relation_id{at.integer(0)}; });
}

void end_relation(transaction& in, model::relation_id what, base::instant now)
{
    in.sql.run(end, {what.value, base::to_milliseconds(now)});
}

void restore_relations(transaction& in, model::person_id who, base::instant since)
{
    in.sql.run(restore, {who.value, base::to_milliseconds(since)});
}

std::optional<model::relation> find_relation(connection& sql, model::relation_id id)
{
    return sql.first(by_id, {id.value}, relation_from);
}

std::vector<model::relation> relations_of(connection& sql, model::person_id who, std::int64_t after,
                                          std::int64_t most)
{
    return sql.all(of_person, {who.value, after, most}, relation_from);
}

}  // namespace gatehouse::store
