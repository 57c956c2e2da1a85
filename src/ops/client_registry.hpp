// Clients of the interfaces and their licences: made, changed and ended while the server runs, each deed with
// its entry in the audit trail.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/clients.hpp"

#include <optional>

namespace gatehouse::ops {

struct client_draft {
    std::string protocol;
    std::string identifier;
    base::secret secret;
    std::string name;
    model::card_format card_format = model::card_format::unset;
};

// What is left out stays as it is.
struct client_patch {
    std::optional<std::string> name;
    std::optional<model::card_format> card_format;
};

// conflict where one stands under the identifier.
base::result<store::client_row> create_client(store::transaction& in, const client_draft& what,
                                              const author& by);
// not_found. Another card format reads again what its readers showed: conflict as reread_cards() says.
base::result<store::client_row> change_client(store::transaction& in, model::client_id id,
                                              const client_patch& how, const author& by);
// The former secret ends at once.
base::result<store::client_row> change_secret(store::transaction& in, model::client_id id,
                                              const base::secret& secret, const author& by);
// Its licences end with it.
base::result<void> end_client(store::transaction& in, model::client_id id, const author& by);

struct licence_draft {
    model::client_id client;
    model::organization_id organization;
    base::secret code;
};

// not_found where there is no such client; malformed_input, with the place, where there is no such
// organization; conflict where the client has a licence of this code.
base::result<store::licence_row> create_licence(store::transaction& in, const licence_draft& what,
                                                const author& by);
base::result<void> end_licence(store::transaction& in, model::licence_id id, const author& by);

// 128 random bits as 32 hex digits, the form that vendors' software takes in: identifiers, secrets, codes.
std::string random_name();

}  // namespace gatehouse::ops
