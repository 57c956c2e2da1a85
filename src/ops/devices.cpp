#include "ops/devices.hpp"

#include "base/assert.hpp"
#include "ops/alarms.hpp"
#include "ops/app_news.hpp"
#include "store/roster_stamps.hpp"

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
    tell_device(in, after, home, true);
    write_down(in, by, home, "device.bind", what.id.value);
    return {};
}

void unbind_device(store::transaction& in, model::device what, const author& by)
{
    const auto* const before = store::find_device(in.index, what.external);
    GATEHOUSE_ASSERT(before != nullptr);
    tell_apps_of(in, *before, model::app_news::unbound, by.now);
    tell_device(in, what, what.organization, false);
    for (const std::string& each : before->apps)
        if (const auto* const app = store::find_app(in.index, each))
            tell_device(in, what, what.organization, false, app->what.id);
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
    tell_app(in, *what, model::app_news::installed, {}, nullptr, by.now, home);
    store::begin_telling_roster(in, home);
    store::install_app(in, *what, home, by.now);
    write_down(in, by, home, "app.install", id);
}

void remove_app(store::transaction& in, const std::string& app, model::organization_id home, const author& by)
{
    const auto* const what = store::find_app(in.index, app);
    GATEHOUSE_ASSERT(what != nullptr);
    if (!store::is_installed(*what, home))
        return;
    std::vector<std::string> bound;
    in.index.devices.each([&](const std::string& device, const auto& each) {
        if (each->what.organization == home &&
            std::find(each->apps.begin(), each->apps.end(), app) != each->apps.end())
            bound.push_back(device);
    });
    std::sort(bound.begin(), bound.end());
    for (const std::string& each : bound)
        unbind_app(in, each, app, by);
    const auto* const left = store::find_app(in.index, app);
    tell_app(in, *left, model::app_news::removed, {}, nullptr, by.now, home);
    const std::int64_t id = left->what.id.value;
    store::remove_app(in, *left, home);
    write_down(in, by, home, "app.remove", id);
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
    tell_device(in, what, what.organization, true, found->what.id);
    tell_app(in, *found, model::app_news::bound, {}, &what, by.now);
    store::bind_app(in, what, *found, by.now);
    write_down(in, by, what.organization, "device.bind_app", what.id.value);
}

void unbind_app(store::transaction& in, const std::string& device, const std::string& app, const author& by)
{
    const auto* const from = store::find_device(in.index, device);
    GATEHOUSE_ASSERT(from != nullptr);
    const auto* const found = store::find_app(in.index, app);
    if (!found || std::find(from->apps.begin(), from->apps.end(), app) == from->apps.end())
        return;
    const model::device what = from->what;
    tell_app(in, *found, model::app_news::unbound, {}, &what, by.now);
    tell_device(in, what, what.organization, false, found->what.id);
    store::unbind_app(in, what, *found);
    write_down(in, by, what.organization, "device.unbind_app", what.id.value);
}

void note_presence(store::transaction& in, const std::string& device, bool online, base::instant now)
{
    const auto* const known = store::find_device(in.index, device);
    if (!known || known->online == online)
        return;
    tell_apps_of(in, *known, model::app_news::presence, now);
    store::put_online(in, model::device(known->what), online);
}

void note_address(store::transaction& in, const std::string& device, std::string_view address,
                  bool is_doubled, base::instant now)
{
    const auto* const known = store::find_device(in.index, device);
    if (!known)
        return;
    const model::device what = known->what;
    const auto doubt = known->doubt;
    if (is_doubled && may_hold_features(*known, now))
        raise_alarm(in, what, doubled_alarm, "connected from another address while it was still connected",
                    now);
    if (is_doubled || (doubt && !may_hold_features(*known, now) && doubt->address != address))
        store::put_doubt(in, what, store::device_doubt{now, std::string(address)});
    else if (doubt && may_hold_features(*known, now))
        store::put_doubt(in, what, std::nullopt);
}

bool may_hold_features(const store::device_entry& what, base::instant now)
{
    return !what.doubt || now - what.doubt->since >= doubted_for;
}

void trust_device(store::transaction& in, const std::string& device, const author& by)
{
    const auto* const known = store::find_device(in.index, device);
    GATEHOUSE_ASSERT(known != nullptr);
    if (!known->doubt)
        return;
    const model::device what = known->what;
    store::put_doubt(in, what, std::nullopt);
    write_down(in, by, what.organization, "device.trust", what.id.value);
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
