// Who may call: clients of the interfaces with their licences, API keys, logins. Secrets stand here as
// digests only.
#pragma once

#include "store/transaction.hpp"

#include <optional>

namespace gatehouse::store {

struct client_row {
    std::string protocol;
    std::string identifier;
    base::digest secret;
    std::string name;
    model::card_format card_format = model::card_format::unset;
    base::instant created_at;
};

// Inserts, or replaces the secret, name and format of the client that stands.
model::client_id put_client(transaction& in, const client_row& what);
std::optional<client_row> find_client(connection& sql, std::string_view protocol,
                                      std::string_view identifier);
// A code that stood for another organization of the same client is moved.
model::licence_id put_licence(transaction& in, model::client_id client, model::organization_id organization,
                              const base::digest& code, base::instant now);

struct api_key_row {
    std::string name;
    base::digest key;
    api_scope scope = api_scope::read;
    model::organization_id organization;
};

// Its number. A key has one name: one that stood under another is taken from it.
std::int64_t put_api_key(transaction& in, const api_key_row& what, base::instant now);
std::optional<api_key_row> find_api_key(connection& sql, std::string_view name);

struct login_row {
    std::string login;
    std::string password_hash;
    std::string role;
    model::organization_id organization;
};

// Its number.
std::int64_t put_login(transaction& in, const login_row& what, base::instant now);
// Its number; nothing, and nothing changed, where the login stands already.
std::optional<std::int64_t> insert_login(transaction& in, const login_row& what, base::instant now);
std::optional<login_row> find_login(connection& sql, std::string_view login);

std::optional<api_scope> api_scope_from(std::string_view name);

void load_clients(connection& sql, index& into);

}  // namespace gatehouse::store
