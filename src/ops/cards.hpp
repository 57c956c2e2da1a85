// Cards: bound to a class and to those who are told of their taps.
#pragma once

#include "base/result.hpp"
#include "store/credentials.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops {

struct account {
    std::string phone;
    std::string name;
};

struct bind_order {
    model::organization_id organization;
    model::unit_id unit;
    store::shown card;
    std::vector<account> told;
    std::string actor;
};

struct bound_account {
    std::string phone;
    std::string name;
    bool registered = false;  // whether this order made the account
};

// Additive and idempotent: who was told stays told, a known phone keeps its account and takes the name. A
// card of another class moves. Taps that the card made before are attributed to it. All or nothing.
// unit_unknown: no such class here, or archived. credential_unknown: the card was reported lost or suspended.
base::result<std::vector<bound_account>> bind_card(store::transaction& in, const bind_order& order,
                                                   base::instant now);

}  // namespace gatehouse::ops
