// The operator's side of machines: their products, their own accounts, names and locks; each deed with its
// entry in the audit trail.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/apps.hpp"
#include "store/devices.hpp"
#include "store/products.hpp"

#include <optional>

namespace gatehouse::ops {

struct product_draft {
    std::string model;
    std::string type;
    std::string name;
    std::vector<model::feature> features{};
    bool may_unbind = false;
    base::secret key;
};
// malformed_input with the place; conflict where the model stands.
base::result<model::product> create_product(store::transaction& in, const product_draft& what,
                                            const author& by);

// What is left out stays as it is.
struct product_patch {
    std::optional<std::string> name;
    std::optional<std::vector<model::feature>> features;
    std::optional<bool> may_unbind;
};
base::result<model::product> change_product(store::transaction& in, model::product_id id,
                                            const product_patch& how, const author& by);
// Machines that connect afterwards need the new one.
base::result<void> change_product_key(store::transaction& in, model::product_id id, const base::secret& key,
                                      const author& by);

struct device_draft {
    std::string external;
    std::string name;  // empty: as it connects
    std::optional<store::device_account> account{};
};
// Before it ever connected. malformed_input with the place; conflict where it stands.
base::result<model::device> create_device(store::transaction& in, const device_draft& what, const author& by);

struct device_patch {
    std::optional<std::string> name;
    std::optional<bool> locked;
};
model::device change_device(store::transaction& in, model::device what, const device_patch& how,
                            const author& by);
// Of its own, or (nothing) none any more: then its product's key opens again.
void change_account(store::transaction& in, const model::device& what,
                    const std::optional<store::device_account>& account, const author& by);

}  // namespace gatehouse::ops
