// Organizations that a client registers through an interface: its own alone, found by the id that it knows
// them by.
#pragma once

#include "base/result.hpp"
#include "ops/roster.hpp"

#include <string_view>

namespace gatehouse::ops {

struct community_draft {
    std::string name;
    std::string address;
    std::string contact;
    model::card_kind cards = model::card_kind::id;
};

// What is left out stays as it is.
struct community_patch {
    std::string name{};
    std::optional<std::string> city{};
    std::optional<std::string> district{};
    std::optional<std::string> address{};
    std::optional<std::string> contact{};
    model::card_kind cards = model::card_kind::id;
};

// `taken`: nothing was done, since the name is this one's, which the client registered before.
struct named_community {
    std::string external;
    bool taken = false;
};

// The client's own and open one of this id. Another client's, one that was ended and one that the operator
// closed are organization_unknown like one that never was.
base::result<const store::organization_entry*> find_community(const store::index& in, model::client_id client,
                                                              std::string_view external);

// All that are open, oldest first.
struct community_name {
    std::string external;
    std::string name;
};
std::vector<community_name> communities_of(store::connection& sql, const store::index& in,
                                           model::client_id client);

// `external` is what the client shall know it by, random.
named_community register_community(store::transaction& in, model::client_id client, std::string_view external,
                                   const community_draft& what, const author& by);
named_community change_community(store::transaction& in, const store::organization_entry& standing,
                                 const community_patch& how, const author& by);
// Closes it: its cards count no more from now on, its history stays, its name is free. change_organization()
// can bring it back.
void end_community(store::transaction& in, const store::organization_entry& standing, const author& by);

// The login of the community's office, which sees it alone. login_exists where it stands, whoever has it.
base::result<void> add_office(store::transaction& in, model::organization_id home, std::string_view login,
                              std::string_view password_hash, const author& by);

}  // namespace gatehouse::ops
