// Machines that stay connected, the models that they are of, and the programs of others that use them.
#pragma once

#include "base/clock.hpp"
#include "model/identifiers.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::model {

// What a model can read off a person, in the vendor's word for it.
struct feature {
    std::string type;
    std::optional<std::string> version{};

    friend bool operator==(const feature&, const feature&) = default;
};

struct product {
    product_id id;
    std::string model;
    std::string type;  // what its machines are for: one topic of news for all of them
    std::string name;
    std::vector<feature> features;
    bool may_unbind = false;  // its machines may leave their organization by themselves
    base::instant created_at;
};

struct device {
    device_id id;
    std::string external;  // what it connects with, unique
    product_id product;
    std::string name{};
    std::string version{};           // of its firmware; empty: it has not said
    organization_id organization{};  // none: it is bound to none
    bool locked = false;
    base::instant accessed_at{};      // when it last connected; 0: never
    base::instant accessed_before{};  // when it connected the time before; 0: never
    base::instant created_at{};
};

struct app {
    app_id id;
    std::string external;  // what it calls with, unique
    std::string name;
    std::string icon{};
    std::string webhook;
    bool address_book = false;  // may read who the organizations' people are
    bool suspended = false;
    base::instant created_at{};
    bool v10 = false;  // it reads the messages of the interface's first version
    bool operator_allowed =
        false;                   // the operator wrote the webhook's address: it may lie in a private network
    bool feature_query = false;  // may read what other apps enrolled
};

}  // namespace gatehouse::model
