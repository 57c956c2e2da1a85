// Tokens of clients that outlive a restart: rows and index together, as digests only.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

void put_client_token(transaction& in, const base::digest& shown, const token_entry& what, base::instant now);
void extend_client_token(transaction& in, const base::digest& shown, base::instant ends_at);
// Those that are over, and the client's oldest past `most`.
void drop_client_tokens(transaction& in, model::client_id client, std::int64_t most, base::instant now);

void load_client_tokens(connection& sql, index& into);

}  // namespace gatehouse::store
