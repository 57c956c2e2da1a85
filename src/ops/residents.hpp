// Residents of a community and the one card that each of them has.
#pragma once

#include "base/result.hpp"
#include "ops/roster.hpp"
#include "store/presented.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::ops {

// The number of a resident's card as it was written when it was handed out.
struct resident_card {
    std::string number;
    bool allotted = false;  // by this very call
    model::person_id who{};
    base::digest card{};  // key of `index::credentials`
};

struct card_order {
    std::string phone;
    std::string name;
    store::shown card;
};

// Makes the resident where the phone is new, else gives them the name; the card takes the place of the one
// that they had, whose number is free again. The same card again changes nothing.
// card_number_fixed: the community's cards bear numbers of their own. card_number_taken: somebody else's.
// credential_lost, credential_suspended: this card is, and only the operator changes that.
base::result<void> set_card(store::transaction& in, const store::organization_entry& home,
                            const card_order& order, const author& by);

// The resident's card; where there is none, a number is allotted that nobody on the server ever showed or
// had. `name` adds a resident where the phone is new and the community's cards are `id` cards.
// missing_parameter ("name") where it is needed; person_unknown, person_elsewhere.
base::result<resident_card> get_card(store::transaction& in, const store::organization_entry& home,
                                     std::string_view phone, std::string_view name, const author& by);

// Revokes the resident's card; the resident stays. person_unknown, person_elsewhere.
base::result<void> take_card(store::transaction& in, const store::organization_entry& home,
                             std::string_view phone, const author& by);

}  // namespace gatehouse::ops
