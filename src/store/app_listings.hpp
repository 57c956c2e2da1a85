// How apps show themselves to organizations: what was stated when each was registered.
#pragma once

#include "store/transaction.hpp"

#include <string>
#include <vector>

namespace gatehouse::store {

struct app_listing {
    std::string app_url{};  // for phones; links of its messages may be relative to it
    std::string web_url{};  // for who administers it
    std::string contact{};
    std::vector<std::string> screenshots{};  // URLs
    std::vector<std::string> models{};       // that it can work with

    friend bool operator==(const app_listing&, const app_listing&) = default;
};

// An empty one where nothing was stated.
app_listing find_listing(connection& sql, model::app_id of);
void put_listing(transaction& in, model::app_id of, const app_listing& what);

}  // namespace gatehouse::store
