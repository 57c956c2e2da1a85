// The provisioning file's machines: their models, the apps that they report to, and who has them.
#pragma once

#include "base/secret.hpp"
#include "ops/json_place.hpp"
#include "store/transaction.hpp"

#include <string>
#include <vector>

namespace gatehouse::ops {

struct provisioned_product {
    std::string model;
    std::string type;
    base::secret key;
    std::string name;
    std::vector<std::string> features{};
};

struct provisioned_app {
    std::string id;
    base::secret key;
    std::string name;
    std::string webhook;
    bool address_book = false;
    std::vector<std::string> organizations{};
};

struct provisioned_device {
    std::string id;
    std::string name;  // empty: as it calls itself
    std::optional<std::string> organization;
    std::vector<std::string> apps{};

    std::string model() const { return id.substr(0, id.find('_')); }
};

provisioned_product read_product(const json_place& at);
provisioned_app read_app(const json_place& at);
provisioned_device read_device(const json_place& at);

// Whether a product may be called so: 1 to 16 digits, upper-case letters and hyphens.
bool is_model(std::string_view text);
// Whether a device may have this id: MODEL_SERIAL, at most 64 characters (Deli's general device document).
bool is_device_id(std::string_view id);

// Each is compared with what stands first: what says nothing new leaves no trace. False: the file's
// organization, product or app is not known here.
bool provision_product(store::transaction& in, const provisioned_product& given, base::instant now);
bool provision_app(store::transaction& in, const provisioned_app& given, base::instant now);
bool provision_device(store::transaction& in, const provisioned_device& given, base::instant now);

}  // namespace gatehouse::ops
