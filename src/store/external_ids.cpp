#include "store/external_ids.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_registered",
                           "INSERT INTO external_id (client, scope, kind, external, object) "
                           "VALUES (?1, 0, 'organization', ?2, ?3)"};
constexpr statement find{"find_registered_as", "SELECT external FROM external_id WHERE client = ?1 AND "
                                               "kind = 'organization' AND object = ?2 AND ended_at IS NULL"};
// Client 0 is the provisioning file, whose names are not spoken by anybody.
constexpr statement all{"all_registered_ids", "SELECT client, external, object FROM external_id "
                                              "WHERE client > 0 AND kind = 'organization' AND "
                                              "ended_at IS NULL"};

}  // namespace

void put_registered(transaction& in, model::client_id client, std::string_view external,
                    model::organization_id organization)
{
    in.sql.run(insert, {client.value, external, organization.value});
    in.index.registered.set(registered_key(client, external), organization);
}

std::optional<std::string> registered_as(connection& sql, model::client_id client,
                                         model::organization_id organization)
{
    return sql.first(find, {client.value, organization.value},
                     [](const row& at) { return std::string(at.text(0)); });
}

void load_registered(connection& sql, index& into)
{
    sql.each(all, {}, [&into](const row& at) {
        into.registered.set_unshared(registered_key({at.integer(0)}, at.text(1)), {at.integer(2)});
    });
}

}  // namespace gatehouse::store
