// API keys: rows and index together. A key stands here as a digest only.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

struct api_key_row {
    std::string name;
    base::digest key;
    api_scope scope = api_scope::read;
    model::organization_id organization;  // none: all
    base::instant created_at{};
    model::api_key_id id{};
};

// Inserts, or replaces what stands under the name. A key has one name: one that stood under another is taken
// from it.
model::api_key_id put_api_key(transaction& in, const api_key_row& what);
std::optional<api_key_row> find_api_key(connection& sql, std::string_view name);
std::optional<api_key_row> find_api_key(connection& sql, model::api_key_id id);
std::vector<api_key_row> api_keys_after(connection& sql, std::int64_t id, std::int64_t most);
void delete_api_key(transaction& in, const api_key_row& what);

void load_api_keys(connection& sql, index& into);

}  // namespace gatehouse::store
