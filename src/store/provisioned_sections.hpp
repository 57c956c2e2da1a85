// Sections of a provisioning file that wait for their part of the server: kept sealed, handed out whole.
#pragma once

#include "store/transaction.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gatehouse::store {

void keep_section(transaction& in, std::string_view name, std::string_view json, base::instant now);
std::optional<std::string> kept_section(connection& sql, const keyring& keys, std::string_view name);
// The names of those that wait.
std::vector<std::string> kept_sections(connection& sql);
void drop_section(transaction& in, std::string_view name);

// The file's own name for a thing of ours (client 0 in `external_id`), within `scope`: the organization or
// none.
std::optional<std::int64_t> find_named(transaction& in, model::organization_id scope, std::string_view kind,
                                       std::string_view name);
void put_named(transaction& in, model::organization_id scope, std::string_view kind, std::string_view name,
               std::int64_t object);

}  // namespace gatehouse::store
