#include "store/links.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_LINK                                                                                       \
    "SELECT e.id, e.client, e.external, e.object, e.linked FROM external_id e JOIN client c ON "             \
    "c.id = e.client AND c.protocol = 'sewise' WHERE e.kind = 'organization' AND e.ended_at IS NULL AND "
constexpr statement by_name{"find_link_named",
                            GATEHOUSE_LINK "e.client = ?1 AND e.scope = 0 AND e.external = ?2"};
constexpr statement by_id{"find_link", GATEHOUSE_LINK "e.id = ?1"};
constexpr statement of_home{"links", GATEHOUSE_LINK "e.object = ?1 AND e.id > ?2 ORDER BY e.id LIMIT ?3"};
#undef GATEHOUSE_LINK

link link_from(const row& at)
{
    return {{at.integer(0)}, {at.integer(1)}, std::string(at.text(2)), {at.integer(3)}, at.integer(4) != 0};
}

}  // namespace

std::optional<link> find_link(connection& sql, const external_name& what)
{
    return sql.first(by_name, {what.client.value, std::string_view(what.external)}, link_from);
}

std::optional<link> find_link(connection& sql, model::link_id id)
{
    return sql.first(by_id, {id.value}, link_from);
}

std::vector<link> links_of(connection& sql, model::organization_id home, std::int64_t after,
                           std::int64_t most)
{
    return sql.all(of_home, {home.value, after, most}, link_from);
}

}  // namespace gatehouse::store
