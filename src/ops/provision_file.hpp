// The provisioning file as plain values. Reading it finds every fault at once, each with its place.
#pragma once

#include "base/secret.hpp"
#include "model/card_number.hpp"
#include "model/channel.hpp"
#include "model/organization.hpp"
#include "ops/provision_devices.hpp"
#include "store/index.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gatehouse::ops {

struct provisioned_unit {
    std::string key;
    std::string name;
    std::string kind;
    model::unit_status status = model::unit_status::active;
};

struct provisioned_door {
    std::string key;
    std::string name;
};

struct provisioned_organization {
    std::string key;
    std::string kind;
    std::string name;
    std::string time_zone;
    model::organization_status status = model::organization_status::open;
    std::vector<provisioned_unit> units;
    std::vector<provisioned_door> doors;
};

struct provisioned_person {
    std::string organization;
    std::string key;
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> number;
    std::string role;
    std::optional<std::string> unit;
};

struct provisioned_client {
    std::string protocol;
    std::string id;
    base::secret secret;
    std::string name;
    model::card_format card_format = model::card_format::unset;
};

struct provisioned_licence {
    std::string client;
    std::string organization;
    base::secret code;
};

struct provisioned_link {
    std::string client;
    std::string id;
    std::string organization;
};

struct provisioned_api_key {
    std::string name;
    base::secret key;
    store::api_scope scope = store::api_scope::read;
    std::optional<std::string> organization;
};

struct provisioned_webhook {
    std::string organization;
    std::string url;
    base::secret secret;
    model::channel_status status = model::channel_status::active;
};

struct provisioned_login {
    std::string login;
    base::secret password;
    std::string role;
    std::optional<std::string> organization;
};

struct provisioned_visitor_site {
    std::string organization;
};

struct provision_file {
    std::vector<provisioned_organization> organizations;
    std::vector<provisioned_person> people;
    std::vector<provisioned_client> clients;
    std::vector<provisioned_licence> licences;
    std::vector<provisioned_api_key> api_keys;
    std::vector<provisioned_login> logins;
    std::vector<provisioned_webhook> webhooks;
    std::vector<provisioned_link> links;
    std::optional<provisioned_visitor_site> visitor;
    std::vector<provisioned_product> products;
    std::vector<provisioned_app> apps;
    std::vector<provisioned_device> devices;
};

// The file, or its faults: each a JSON pointer and a reason.
std::variant<provision_file, std::vector<std::string>> read_provision_file(std::string_view json);

// A section that was kept as it is while its part of the server was not built; `json` is the section alone.
// Its organizations are looked for where it is applied.
std::variant<std::vector<provisioned_webhook>, std::vector<std::string>> read_kept_webhooks(
    std::string_view json);
std::variant<std::vector<provisioned_door>, std::vector<std::string>> read_kept_doors(std::string_view json);
std::variant<std::vector<provisioned_link>, std::vector<std::string>> read_kept_links(std::string_view json);
std::variant<std::vector<provisioned_product>, std::vector<std::string>> read_kept_products(
    std::string_view json);
std::variant<std::vector<provisioned_app>, std::vector<std::string>> read_kept_apps(std::string_view json);
std::variant<std::vector<provisioned_device>, std::vector<std::string>> read_kept_devices(
    std::string_view json);
std::variant<provisioned_visitor_site, std::vector<std::string>> read_kept_visitor_site(
    std::string_view json);

}  // namespace gatehouse::ops
