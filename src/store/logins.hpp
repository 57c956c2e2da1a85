// Logins: rows and index together. Passwords stand here as Argon2id hashes only.
#pragma once

#include "store/transaction.hpp"

#include <array>
#include <optional>

namespace gatehouse::store {

inline constexpr std::array<std::string_view, 3> login_roles{"operator", "site_manager", "auditor"};

// Inserts, or replaces the password, role and organization of the login that stands.
model::login_id put_login(transaction& in, const login_row& what);
std::optional<login_row> find_login(connection& sql, model::login_id id);
std::vector<login_row> logins_after(connection& sql, std::int64_t id, std::int64_t most);
void delete_login(transaction& in, const login_row& what);

void load_logins(connection& sql, index& into);

}  // namespace gatehouse::store
