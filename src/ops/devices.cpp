#include "ops/devices.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace gatehouse::ops {

author acting(const model::device& what, base::instant now)
{
    return {"device " + std::to_string(what.id.value), now};
}

model::device enter_device(store::transaction& in, const std::string& external,
                           const store::product_entry& product, base::instant now)
{
    if (const auto* const known = store::find_device(in.index, external)) {
        model::device after = known->what;
        after.accessed_before = after.accessed_at;
        after.accessed_at = now;
        store::update_device(in, after);
        return after;
    }
    model::device fresh;
    fresh.external = external;
    fresh.product = product.what.id;
    fresh.name = external;
    fresh.accessed_at = fresh.created_at = now;
    fresh = store::insert_device(in, fresh, product.what.model);
    write_down(in, acting(fresh, now), {}, "device.create", fresh.id.value);
    return fresh;
}

base::result<void> bind_device(store::transaction& in, model::device what, model::organization_id home,
                               const author& by)
{
    if (what.organization == home)
        return {};
    if (what.organization)
        return base::error{base::errc::conflict, "the device is bound to another organization"};
    model::device after = what;
    after.organization = home;
    store::update_device(in, after);
    write_down(in, by, home, "device.bind", what.id.value);
    return {};
}

void unbind_device(store::transaction& in, model::device what, const author& by)
{
    store::unbind_apps(in, what);
    model::device after = what;
    after.organization = {};
    store::update_device(in, after);
    write_down(in, by, what.organization, "device.unbind", what.id.value);
}

void install_app(store::transaction& in, const std::string& app, model::organization_id home,
                 const author& by)
{
    const auto* const what = store::find_app(in.index, app);
    GATEHOUSE_ASSERT(what != nullptr);
    if (store::is_installed(*what, home))
        return;
    const std::int64_t id = what->what.id.value;
    store::install_app(in, *what, home, by.now);
    write_down(in, by, home, "app.install", id);
}

void bind_app(store::transaction& in, const std::string& device, const std::string& app, const author& by)
{
    const auto* const to = store::find_device(in.index, device);
    GATEHOUSE_ASSERT(to != nullptr);
    if (std::find(to->apps.begin(), to->apps.end(), app) != to->apps.end())
        return;
    const model::device what = to->what;
    if (what.organization)
        install_app(in, app, what.organization, by);
    const auto* const found = store::find_app(in.index, app);
    GATEHOUSE_ASSERT(found != nullptr);
    store::bind_app(in, what, *found, by.now);
    write_down(in, by, what.organization, "device.bind_app", what.id.value);
}

void describe_device(store::transaction& in, model::device what, const self_description& said)
{
    model::device after = what;
    if (said.name)
        after.name = *said.name;
    after.version = said.version;
    if (after.name != what.name || after.version != what.version)
        store::update_device(in, after);
    const auto before = store::device_properties(in.sql, what.id);
    if (said.properties && said.properties != before)
        store::put_properties(in, what.id, *said.properties);
}

}  // namespace gatehouse::ops
