#include "ops/device_registry.hpp"

#include "base/assert.hpp"
#include "ops/places.hpp"
#include "ops/provision_devices.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr model::organization_id everywhere{};

std::string_view text_of(bool flag)
{
    return flag ? "true" : "false";
}

}  // namespace

base::result<model::product> create_product(store::transaction& in, const product_draft& what,
                                            const author& by)
{
    if (!is_model(what.model))
        return wrong("/model", "must be 1 to 16 digits, upper-case letters and hyphens");
    if (store::find_product(in.index, what.model))
        return base::error{errc::conflict, "A product of this model stands."};
    model::product made{{}, what.model, what.type, what.name, what.features, what.may_unbind, by.now};
    made.id = store::put_product(in, {made, what.key});
    write_down(in, by, everywhere, "product.create", made.id.value);
    return made;
}

base::result<model::product> change_product(store::transaction& in, model::product_id id,
                                            const product_patch& how, const author& by)
{
    const auto* const standing = store::find_product(in.index, id);
    if (!standing)
        return base::error{errc::not_found};
    const store::product_entry before = *standing;
    store::product_entry after = before;
    after.what.name = how.name.value_or(before.what.name);
    after.what.features = how.features.value_or(before.what.features);
    after.what.may_unbind = how.may_unbind.value_or(before.what.may_unbind);
    const auto changed = difference()
                             .show("name", before.what.name, after.what.name)
                             .compare("features", before.what.features, after.what.features)
                             .show("may_unbind", text_of(before.what.may_unbind),
                                   text_of(after.what.may_unbind));
    if (changed.any()) {
        store::put_product(in, after);
        write_down(in, by, everywhere, "product.update", id.value, changed);
    }
    return after.what;
}

base::result<void> change_product_key(store::transaction& in, model::product_id id, const base::secret& key,
                                      const author& by)
{
    const auto* const standing = store::find_product(in.index, id);
    if (!standing)
        return base::error{errc::not_found};
    const auto changed = difference().compare("key", standing->key.reveal(), key.reveal());
    store::product_entry after = *standing;
    after.key = key;
    if (changed.any()) {
        store::put_product(in, after);
        write_down(in, by, everywhere, "product.update", id.value, changed);
    }
    return {};
}

base::result<model::device> create_device(store::transaction& in, const device_draft& what, const author& by)
{
    if (!is_device_id(what.external))
        return wrong("/identifier", "must be MODEL_SERIAL, at most 64 characters");
    const auto* const product = store::find_product(in.index,
                                                    what.external.substr(0, what.external.find('_')));
    if (!product)
        return wrong("/identifier", "begins with no model that is known here");
    if (store::find_device(in.index, what.external))
        return base::error{errc::conflict, "A device of this identifier stands."};
    model::device made;
    made.external = what.external;
    made.product = product->what.id;
    made.name = what.name.empty() ? what.external : what.name;
    made.created_at = by.now;
    made = store::insert_device(in, made, product->what.model);
    if (what.account)
        store::put_account(in, made, *what.account);
    write_down(in, by, everywhere, "device.create", made.id.value);
    return made;
}

model::device change_device(store::transaction& in, model::device what, const device_patch& how,
                            const author& by)
{
    model::device after = what;
    after.name = how.name.value_or(what.name);
    after.locked = how.locked.value_or(what.locked);
    const auto changed = difference()
                             .show("name", what.name, after.name)
                             .show("locked", text_of(what.locked), text_of(after.locked));
    if (changed.any()) {
        store::update_device(in, after);
        write_down(in, by, what.organization, "device.update", what.id.value, changed);
    }
    return after;
}

void change_account(store::transaction& in, const model::device& what,
                    const std::optional<store::device_account>& account, const author& by)
{
    const auto standing = store::find_device(in.index, what.external)->account;
    if (!standing && !account)
        return;
    const auto user = [](const auto& of) { return of ? of->user : std::string(); };
    const auto password = [](const auto& of) { return of ? of->password.reveal() : std::string_view(); };
    const auto changed = difference()
                             .show("account", user(standing), user(account))
                             .compare("password", password(standing), password(account));
    if (!changed.any())
        return;
    if (account)
        store::put_account(in, what, *account);
    else
        store::drop_account(in, what);
    write_down(in, by, what.organization, "device.update", what.id.value, changed);
}

}  // namespace gatehouse::ops
