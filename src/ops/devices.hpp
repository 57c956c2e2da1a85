// A machine's way into the house: its first connection, whose it is, what it says of itself.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/apps.hpp"
#include "store/devices.hpp"
#include "store/products.hpp"

namespace gatehouse::ops {

// "device 7", as the audit trail names it.
author acting(const model::device& what, base::instant now);

// It connected: one that nobody knew is registered, bound to none.
model::device enter_device(store::transaction& in, const std::string& external,
                           const store::product_entry& product, base::instant now);

// By value: the index's own entry goes when it is changed.
// conflict where it is another organization's: it must be unbound there first.
base::result<void> bind_device(store::transaction& in, model::device what, model::organization_id home,
                               const author& by);
// With its apps.
void unbind_device(store::transaction& in, model::device what, const author& by);

// Where nothing new is said nothing is written. Who is to hear of it (the app's webhook, the device) is told
// from here, once messages to apps leave the house.
void install_app(store::transaction& in, const std::string& app, model::organization_id home,
                 const author& by);
// Of a device that an organization has; who does not use the app yet does so now.
void bind_app(store::transaction& in, const std::string& device, const std::string& app, const author& by);

struct self_description {
    std::optional<std::string> name;
    std::string version;
    std::optional<std::string> properties;  // JSON
};
void describe_device(store::transaction& in, model::device what, const self_description& said);

}  // namespace gatehouse::ops
