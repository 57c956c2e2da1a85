#include "store/invitations.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_invitation",
                           "INSERT INTO invitation (organization, host, starts_at, ends_at, purpose, remark, "
                           "digest, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id"};
constexpr statement put_visit{"put_invited_visit", "UPDATE invitation SET visit = ?2 WHERE id = ?1"};
constexpr statement remove{"delete_invitation", "DELETE FROM invitation WHERE id = ?1"};

#define GATEHOUSE_INVITATION                                                                                 \
    "SELECT id, organization, host, starts_at, ends_at, purpose, remark, visit, created_at FROM invitation " \
    "WHERE "
constexpr statement by_id{"find_invitation", GATEHOUSE_INVITATION "id = ?1"};
constexpr statement by_digest{"find_invitation_by_digest", GATEHOUSE_INVITATION "digest = ?1"};
constexpr statement page{"invitations",
                         GATEHOUSE_INVITATION "organization = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
#undef GATEHOUSE_INVITATION

model::invitation invitation_from(const row& at)
{
    return {{at.integer(0)}, {at.integer(1)}, {at.integer(2)},         at.time(3),
            at.time(4),      at.integer(5),   std::string(at.text(6)), at.maybe_id<model::visit_id>(7),
            at.time(8)};
}

}  // namespace

model::invitation insert_invitation(transaction& in, const model::invitation& what,
                                    const base::digest& digest)
{
    model::invitation made = what;
    made.id = {
        in.sql
            .number(insert, {what.organization.value, what.host.value, base::to_milliseconds(what.starts_at),
                             base::to_milliseconds(what.ends_at), what.purpose, std::string_view(what.remark),
                             blob{digest.view()}, base::to_milliseconds(what.created_at)})
            .value()};
    return made;
}

void put_invited_visit(transaction& in, model::invitation_id id, model::visit_id visit)
{
    in.sql.run(put_visit, {id.value, visit.value});
}

void delete_invitation(transaction& in, model::invitation_id id)
{
    in.sql.run(remove, {id.value});
}

std::optional<model::invitation> find_invitation(connection& sql, model::invitation_id id)
{
    return sql.first(by_id, {id.value}, invitation_from);
}

std::optional<model::invitation> find_invitation(connection& sql, const base::digest& digest)
{
    return sql.first(by_digest, {blob{digest.view()}}, invitation_from);
}

std::vector<model::invitation> invitations_after(connection& sql, model::organization_id of,
                                                 std::int64_t after, std::int64_t most)
{
    return sql.all(page, {of.value, after, most}, invitation_from);
}

}  // namespace gatehouse::store
