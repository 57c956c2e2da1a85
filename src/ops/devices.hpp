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

// Where nothing new is said nothing is written, and nobody is told. The app's webhook and a connected device
// hear of it after the commit, in this order: the device whose it is, then what it reports to; the app that
// it was installed, then of its device.
void install_app(store::transaction& in, const std::string& app, model::organization_id home,
                 const author& by);
// With its devices there.
void remove_app(store::transaction& in, const std::string& app, model::organization_id home,
                const author& by);
// Of a device that an organization has; who does not use the app yet does so now.
void bind_app(store::transaction& in, const std::string& device, const std::string& app, const author& by);
void unbind_app(store::transaction& in, const std::string& device, const std::string& app, const author& by);

// It came or went: its apps are told, unless they know.
void note_presence(store::transaction& in, const std::string& device, bool online, base::instant now);

// Two machines with one id, or one that was copied: whoever comes from another address while the old
// connection still lives is let in, but not trusted with anybody's features (spec/deli-cloud.md R-14), until
// an operator says so or it came from nowhere else for a day.
inline constexpr std::chrono::hours doubted_for{24};
inline constexpr std::int64_t doubled_alarm = -1;  // of no machine: their codes begin at 200
void note_address(store::transaction& in, const std::string& device, std::string_view address,
                  bool is_doubled, base::instant now);
bool may_hold_features(const store::device_entry& what, base::instant now);
void trust_device(store::transaction& in, const std::string& device, const author& by);

struct self_description {
    std::optional<std::string> name;
    std::string version;
    std::optional<std::string> properties;  // JSON
};
void describe_device(store::transaction& in, model::device what, const self_description& said);

}  // namespace gatehouse::ops
