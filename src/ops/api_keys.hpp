// API keys: made and deleted while the server runs, each deed with its entry in the audit trail.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/api_keys.hpp"

namespace gatehouse::ops {

struct api_key_draft {
    std::string name;
    base::secret key;
    store::api_scope scope = store::api_scope::read;
    model::organization_id organization;  // none: all
};

// conflict where a key has this name. malformed_input, with the place, where there is no such organization,
// or the scope wants one (site, kiosk, gate) or wants none (admin).
base::result<store::api_key_row> create_api_key(store::transaction& in, const api_key_draft& what,
                                                const author& by);
base::result<void> delete_api_key(store::transaction& in, model::api_key_id id, const author& by);

// 256 random bits in 43 characters that fit a header.
std::string random_key();

}  // namespace gatehouse::ops
