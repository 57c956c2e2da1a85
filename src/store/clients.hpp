// Clients of the interfaces and the licences that open organizations to them: rows and index together.
// Secrets stand here as digests only.
#pragma once

#include "store/transaction.hpp"

#include <array>
#include <optional>

namespace gatehouse::store {

inline constexpr std::array<std::string_view, 4> client_protocols{"beiliao", "shankai", "sewise", "deli"};

struct client_row {
    std::string protocol;
    std::string identifier;
    base::digest secret;
    std::string name;
    model::card_format card_format = model::card_format::unset;
    base::instant created_at;
    model::client_id id{};
};

// Inserts, or replaces the secret, name and format of the client that stands; one that has ended is the same
// again.
model::client_id put_client(transaction& in, const client_row& what);
// Not those that have ended.
std::optional<client_row> find_client(connection& sql, std::string_view protocol,
                                      std::string_view identifier);
std::optional<client_row> find_client(connection& sql, model::client_id id);
std::vector<client_row> clients_after(connection& sql, std::int64_t id, std::int64_t most);
// With its licences.
void end_client(transaction& in, const client_row& what, base::instant now);

struct licence_row {
    model::licence_id id;
    model::client_id client;
    std::string client_protocol;
    std::string client_name;
    model::organization_id organization;
    base::digest code;
    base::instant created_at;
};

// A code that stood for another organization of the same client is moved; one that has ended holds again.
model::licence_id put_licence(transaction& in, model::client_id client, model::organization_id organization,
                              const base::digest& code, base::instant now);
// Not those that have ended.
std::optional<licence_row> find_licence(connection& sql, model::licence_id id);
std::vector<licence_row> licences_of(connection& sql, model::client_id client, std::int64_t after,
                                     std::int64_t most);
std::vector<licence_row> licences_of(connection& sql, model::organization_id organization, std::int64_t after,
                                     std::int64_t most);
// Who may hold something of a person: who knows them by an id; where they bear or are told of a card, those
// whose readers report its taps.
std::vector<model::client_id> clients_that_know(connection& sql, model::person_id who);
void end_licence(transaction& in, const licence_row& what, base::instant now);

void load_clients(connection& sql, index& into);

}  // namespace gatehouse::store
