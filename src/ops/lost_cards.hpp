// A card reported lost: every credential of that number, or of that person, counts as unknown from its next
// use on, whatever interface it is shown through.
#pragma once

#include "model/card_number.hpp"
#include "model/person.hpp"
#include "ops/credentials.hpp"
#include "store/clients.hpp"

#include <vector>

namespace gatehouse::ops {

// Where the credentials opened or recorded until now.
struct lost_cards {
    std::vector<store::shown_credential> credentials;  // also those that were lost before
    std::vector<model::door_id> doors;
    std::vector<model::device_id> devices;
    std::vector<model::client_id> clients;  // whose readers report taps of these organizations
};

// In each of these organizations. not_found where none of them has a living credential of this number.
base::result<lost_cards> report_lost(store::transaction& in, const std::vector<model::organization_id>& where,
                                     const model::card_number& number, const author& by);
// Whatever the person bears. not_found where that is nothing.
base::result<lost_cards> report_lost(store::transaction& in, const model::person& bearer, const author& by);

}  // namespace gatehouse::ops
