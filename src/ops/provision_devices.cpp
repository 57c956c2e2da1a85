#include "ops/provision_devices.hpp"

#include "model/channel.hpp"
#include "ops/devices.hpp"
#include "store/provisioned_sections.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

constexpr std::size_t model_most = 16;
constexpr std::size_t device_id_most = 64;
constexpr std::string_view of_models = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-";
constexpr std::string_view lower_case = "abcdefghijklmnopqrstuvwxyz";

bool consists_of(std::string_view text, std::string_view allowed, std::string_view too = {})
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [&](char c) {
        return allowed.find(c) != std::string_view::npos || too.find(c) != std::string_view::npos;
    });
}

// Texts of a list, none of them empty.
std::vector<std::string> texts(const json_place& in, std::string_view name)
{
    std::vector<std::string> found;
    in.each(name, [&found](const json_place& at) {
        const auto* const text = at.value().if_string();
        if (text && !text->empty())
            found.emplace_back(text->data(), text->size());
        else
            at.fault("must be a text that is not empty");
    });
    return found;
}

bool boolean(const json_place& in, std::string_view name)
{
    const auto at = in.member(name);
    if (at && !at->value().is_bool())
        at->fault("must be true or false");
    return at && at->value().is_bool() && at->value().get_bool();
}

author operator_at(base::instant now)
{
    return {"provisioning", now};
}

std::optional<model::organization_id> organization_named(store::transaction& in, const std::string& key)
{
    const auto known = store::find_named(in, {}, "organization", key);
    return known ? std::optional{model::organization_id{*known}} : std::nullopt;
}

// Writes what is new or differs; `put` answers its number.
template <class Put>
void settle(store::transaction& in, std::string_view kind, bool stands, const difference& changed,
            base::instant now, Put put)
{
    if (stands && !changed.any())
        return;
    const std::int64_t object = put();
    write_down(in, operator_at(now), {}, std::string(kind) + (stands ? ".update" : ".create"), object,
               changed);
}

// The operator's word goes before whose it was.
void move_device(store::transaction& in, const std::string& external, model::organization_id home,
                 const author& by)
{
    const model::device standing = store::find_device(in.index, external)->what;
    if (standing.organization && standing.organization != home)
        unbind_device(in, standing, by);
    bind_device(in, store::find_device(in.index, external)->what, home, by).value();
}

}  // namespace

bool is_model(std::string_view text)
{
    return text.size() <= model_most && consists_of(text, of_models);
}

bool is_device_id(std::string_view id)
{
    const std::size_t bar = id.find('_');
    return id.size() <= device_id_most && bar != std::string_view::npos && is_model(id.substr(0, bar)) &&
           consists_of(id.substr(bar + 1), of_models, lower_case);
}

provisioned_product read_product(const json_place& at)
{
    if (!at.is_object_of({"model", "type", "key", "name", "features"}))
        return {};
    provisioned_product p{at.text("model"), at.text("type"), base::secret(at.text("key")), {}, {}};
    p.name = at.text_or("name", p.model);
    p.features = texts(at, "features");
    if (!p.model.empty() && !is_model(p.model))
        at.member("model")->fault("must be 1 to 16 digits, upper-case letters and hyphens");
    return p;
}

provisioned_app read_app(const json_place& at)
{
    if (!at.is_object_of({"id", "key", "name", "webhook", "address_book", "organizations"}))
        return {};
    provisioned_app a{at.text("id"),
                      base::secret(at.text("key")),
                      {},
                      {},
                      boolean(at, "address_book"),
                      texts(at, "organizations")};
    a.name = at.text_or("name", a.id);
    a.webhook = at.text_or("webhook", "");
    if (const auto fault = model::fault_of_webhook_url(a.webhook); fault && !a.webhook.empty())
        at.member("webhook")->fault(*fault);
    return a;
}

provisioned_device read_device(const json_place& at)
{
    if (!at.is_object_of({"id", "name", "organization", "apps"}))
        return {};
    provisioned_device d{at.text("id"), at.text_or("name", ""), at.optional_text("organization"),
                         texts(at, "apps")};
    if (!d.id.empty() && !is_device_id(d.id))
        at.member("id")->fault("must be MODEL_SERIAL, at most 64 characters");
    if (!d.apps.empty() && !d.organization)
        at.fault("a device with apps needs an organization");
    return d;
}

bool provision_product(store::transaction& in, const provisioned_product& given, base::instant now)
{
    store::product_entry wanted{{{}, given.model, given.type, given.name, {}, false, now}, given.key};
    for (const std::string& each : given.features)
        wanted.what.features.push_back({each});
    const auto* const standing = store::find_product(in.index, given.model);
    difference changed;
    if (standing) {
        wanted.what.may_unbind = standing->what.may_unbind;
        changed.compare("type", standing->what.type, given.type)
            .compare("key", standing->key.reveal(), given.key.reveal())
            .compare("name", standing->what.name, given.name)
            .compare("features", standing->what.features, wanted.what.features);
    }
    settle(in, "product", standing != nullptr, changed, now,
           [&] { return store::put_product(in, wanted).value; });
    return true;
}

bool provision_app(store::transaction& in, const provisioned_app& given, base::instant now)
{
    store::app_entry wanted{
        {{}, given.id, given.name, {}, given.webhook, given.address_book, false, now, false, true},
        given.key,
        {}};
    const auto* const standing = store::find_app(in.index, given.id);
    difference changed;
    if (standing) {
        wanted.what.icon = standing->what.icon;
        wanted.what.suspended = standing->what.suspended;
        wanted.what.v10 = standing->what.v10;
        wanted.what.feature_query = standing->what.feature_query;
        changed.compare("key", standing->key.reveal(), given.key.reveal())
            .compare("name", standing->what.name, given.name)
            .compare("webhook", standing->what.webhook, given.webhook)
            .compare("address_book", standing->what.address_book, given.address_book)
            .compare("operator_allowed", standing->what.operator_allowed, true);
    }
    settle(in, "app", standing != nullptr, changed, now, [&] { return store::put_app(in, wanted).value; });
    bool all_known = true;
    for (const std::string& key : given.organizations) {
        const auto home = organization_named(in, key);
        all_known = all_known && home;
        if (home)
            install_app(in, given.id, *home, operator_at(now));
    }
    return all_known;
}

bool provision_device(store::transaction& in, const provisioned_device& given, base::instant now)
{
    const auto* const product = store::find_product(in.index, given.model());
    const auto home = given.organization ? organization_named(in, *given.organization) : std::nullopt;
    if (!product || (given.organization && !home) ||
        std::any_of(given.apps.begin(), given.apps.end(),
                    [&in](const std::string& app) { return !store::find_app(in.index, app); }))
        return false;
    const auto* const standing = store::find_device(in.index, given.id);
    model::device wanted;
    if (standing)
        wanted = standing->what;
    wanted.external = given.id;
    wanted.product = product->what.id;
    if (!given.name.empty())
        wanted.name = given.name;
    difference changed;
    if (standing)
        changed.compare("name", standing->what.name, wanted.name);
    else if (wanted.name.empty())
        wanted.name = given.id;
    settle(in, "device", standing != nullptr, changed, now, [&] {
        if (wanted.id) {
            store::update_device(in, wanted);
            return wanted.id.value;
        }
        wanted.created_at = now;
        return store::insert_device(in, wanted, product->what.model).id.value;
    });
    if (home)
        move_device(in, given.id, *home, operator_at(now));
    for (const std::string& app : given.apps)
        bind_app(in, given.id, app, operator_at(now));
    return true;
}

}  // namespace gatehouse::ops
