// What a client calls a thing of ours. Rows end, they are not removed.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

// The id by which a client knows an organization that it registered; stands in the index too.
void put_registered(transaction& in, model::client_id client, std::string_view external,
                    model::organization_id organization);
std::optional<std::string> registered_as(connection& sql, model::client_id client,
                                         model::organization_id organization);

void load_registered(connection& sql, index& into);

}  // namespace gatehouse::store
