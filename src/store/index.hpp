// What a decision needs, in memory: immutable versions, published after each commit. Copying one is cheap;
// the writer changes a copy and cuts it back by assigning the copy it kept.
#pragma once

#include "base/crypto.hpp"
#include "base/persistent_map.hpp"
#include "model/card_number.hpp"
#include "model/credential.hpp"
#include "model/door.hpp"
#include "model/organization.hpp"
#include "model/time_zone.hpp"
#include "model/visit.hpp"

#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace gatehouse::store {

enum class api_scope : std::uint8_t { admin, site, read, kiosk, gate };

}  // namespace gatehouse::store

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 5> enumerator_names<store::api_scope>{"admin", "site", "read",
                                                                                    "kiosk", "gate"};

}  // namespace gatehouse::model

namespace gatehouse::store {

struct digest_hash {
    std::size_t operator()(const base::digest& d) const noexcept
    {
        std::size_t h = 0;
        std::memcpy(&h, d.bytes.data(), sizeof h);
        return h;
    }
};

struct organization_entry {
    model::organization what;
    const model::time_zone* zone = nullptr;
    std::vector<model::unit> units;  // not the deleted ones; newest first
    std::vector<model::door> doors;  // not the deleted ones; oldest first
};

struct client_entry {
    model::client_id id;
    base::digest secret;
    model::card_format card_format = model::card_format::unset;
};

// A token that outlives a restart. It holds while the client's secret is the one that was shown for it.
struct token_entry {
    std::string client_key;  // of index::clients
    model::client_id client;
    base::digest secret;
    base::instant ends_at;
};

struct licence_entry {
    model::licence_id id;
    model::organization_id organization;
};

struct api_key_entry {
    std::string name;
    api_scope scope = api_scope::read;
    model::organization_id organization;  // none: all
};

// A login as its row has it: a session holds for it only as long as nothing of it changes.
struct login_row {
    std::string login;
    std::string password_hash;
    std::string role;                     // one of login_roles
    model::organization_id organization;  // none: all
    model::login_id id{};
    base::instant created_at{};

    friend bool operator==(const login_row&, const login_row&) = default;
};

struct product_entry;  // store/products.hpp
struct device_entry;   // store/devices.hpp
struct app_entry;      // store/apps.hpp

struct index {
    base::persistent_map<model::organization_id, std::shared_ptr<const organization_entry>> organizations;
    base::persistent_map<std::string, client_entry> clients;                         // by protocol/identifier
    base::persistent_map<base::digest, licence_entry, digest_hash> licences;         // by (client, code)
    base::persistent_map<base::digest, model::credential, digest_hash> credentials;  // by what is presented
    base::persistent_map<base::digest, api_key_entry, digest_hash> api_keys;
    base::persistent_map<model::organization_id, std::int64_t> telling;  // active channels; none: left out
    std::uint64_t visit_messages = 0;  // deliveries about visits that were made since the start
    base::persistent_map<base::digest, token_entry, digest_hash> client_tokens;
    // By client and the id that it knows the organization by (`registered_key`).
    base::persistent_map<std::string, model::organization_id> registered;
    base::persistent_map<model::person_id, std::vector<base::digest>>
        borne;  // keys of `credentials`, by bearer
    base::persistent_map<base::digest, model::person_id, digest_hash> phones;  // by shown_phone()
    base::persistent_map<std::string, login_row> logins;  // by their names, which operators choose

    base::persistent_map<base::digest, model::pass, digest_hash> passes;  // by shown_pass()
    model::organization_id visitor_site;                                  // none: nobody's visitors come

    base::persistent_map<std::string, std::shared_ptr<const product_entry>> products;  // by model
    // By the ids that they connect and call with.
    base::persistent_map<std::string, std::shared_ptr<const device_entry>> devices;
    base::persistent_map<std::string, std::shared_ptr<const app_entry>> apps;

    const organization_entry* organization(model::organization_id id) const
    {
        const auto* found = organizations.find(id);
        return found ? found->get() : nullptr;
    }
};

// Key of `clients`.
std::string client_key(std::string_view protocol, std::string_view identifier);

// Key of `registered`.
std::string registered_key(model::client_id client, std::string_view external);

const model::unit* find_unit(const organization_entry& of, model::unit_id id);
const model::door* find_door(const organization_entry& of, model::door_id id);
const model::door* find_door(const organization_entry& of, std::string_view name);

}  // namespace gatehouse::store
