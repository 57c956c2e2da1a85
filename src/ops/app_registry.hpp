// The programs of others, registered and changed by the operator; and how an organization lets one go.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/app_listings.hpp"
#include "store/apps.hpp"

#include <optional>

namespace gatehouse::ops {

struct app_draft {
    std::optional<std::string> external;  // left out: made, 18 digits
    std::string name;
    std::string icon{};
    std::string webhook{};
    bool address_book = false;
    bool feature_query = false;
    store::app_listing listing{};
    base::secret key;
};
// malformed_input with the place; conflict where one has the identifier.
base::result<model::app> create_app(store::transaction& in, const app_draft& what, const author& by);

// What is left out stays as it is.
struct app_patch {
    std::optional<std::string> name;
    std::optional<std::string> icon;
    std::optional<std::string> webhook;
    std::optional<bool> address_book;
    std::optional<bool> feature_query;
    std::optional<bool> suspended;
    std::optional<bool> v10;
    std::optional<store::app_listing> listing;
};
base::result<model::app> change_app(store::transaction& in, model::app_id id, const app_patch& how,
                                    const author& by);
base::result<void> change_app_key(store::transaction& in, model::app_id id, const base::secret& key,
                                  const author& by);

}  // namespace gatehouse::ops
