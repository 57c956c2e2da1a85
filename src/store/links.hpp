// By which ids platforms know an organization: those that they gave to a school, and those that the operator
// linked.
#pragma once

#include "store/external_ids.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

struct link {
    model::link_id id;
    model::client_id client;
    std::string external;
    model::organization_id organization;
    bool linked = false;  // by the operator
};

std::optional<link> find_link(connection& sql, const external_name& what);
std::optional<link> find_link(connection& sql, model::link_id id);
// Of school platforms, the oldest first.
std::vector<link> links_of(connection& sql, model::organization_id home, std::int64_t after,
                           std::int64_t most);

}  // namespace gatehouse::store
