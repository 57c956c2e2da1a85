#include "wire/deli/app_messages.hpp"

#include "base/bytes.hpp"
#include "wire/deli/mapping.hpp"

namespace gatehouse::wire::deli {
namespace {

namespace news = model::app_news;

// 402 of the first version: everything side by side.
void write_flat_device(base::json_writer& json, const store::device_entry& of,
                       const store::product_entry* product)
{
    json.name("device_name").text(of.what.name).name("product").text(of.model);
    if (!product)
        return;
    json.name("product_type").text(product->what.type).name("product_features");
    write_features(json, product->what.features);
}

void write_device(base::json_writer& json, const ops::app_letter& of)
{
    const auto* const device = store::find_device(*of.known, of.call.device);
    if (!device)
        return;
    const auto* const product = store::find_product(*of.known, device->model);
    if (of.to.v10)
        return write_flat_device(json, *device, product);
    json.name("name").text(device->what.name).name("status").number(device->online ? 1 : 0);
    if (product) {
        json.name("product");
        write_product(json, *product);
    }
}

void write_presence(base::json_writer& json, const ops::app_letter& of)
{
    const auto* const device = store::find_device(*of.known, of.call.device);
    json.name("device_id").text(of.call.device);
    json.name("name").text(device ? device->what.name : "");
    json.name("status").number(device && device->online ? 1 : 0);
}

std::string data_of(const ops::app_letter& of)
{
    const model::app_call& what = of.call.what;
    if (what.action == news::user_event)
        return what.data;
    std::string data;
    base::json_writer json(data);
    json.open_object();
    if (what.action != news::presence)
        json.name("org_id").text(std::to_string(what.organization.value));
    switch (what.action) {
    case news::installed:
        if (const auto* const home = of.known->organization(what.organization))
            json.name("name").text(home->what.name);
        if (of.administrator)
            write_administrator(json, "org_admin", *of.administrator);
        break;
    case news::bound:
        json.name("device_id").text(of.call.device);
        write_device(json, of);
        break;
    case news::unbound: json.name("device_id").text(of.call.device); break;
    case news::presence: write_presence(json, of); break;
    case news::roster: json.name("target").text(what.data == "unit" ? "dept" : "user"); break;
    default: break;
    }
    json.close_object();
    return data;
}

}  // namespace

envelope message_of(const ops::app_letter& what)
{
    const model::app_call& call = what.call.what;
    envelope made{call.mid, std::string(platform), what.to.external, seconds_of(call.made_at), call.action,
                  {}};
    if (call.action != news::message) {
        made.data = data_of(what);
        return made;
    }
    envelope sent = read_message(what.message).what;
    made.from = what.call.device;
    if (sent.mid && !sent.mid->empty())
        made.mid = std::move(sent.mid);
    if (sent.time)
        made.time = sent.time;
    made.data = std::move(sent.data);
    return made;
}

std::string notice_of(const store::index& known, const store::device_notice& what, bool compat_v10,
                      base::instant now)
{
    constexpr std::size_t mid_bytes = 16;
    std::string data;
    base::json_writer json(data);
    json.open_object();
    const auto* const app = what.app ? store::find_app(known, what.app) : nullptr;
    if (app) {
        json.name("app_id").text(app->what.external);
        if (compat_v10)
            json.name("service_id").text(app->what.external);
        json.name("name").text(app->what.name);
        if (!app->what.icon.empty())
            json.name("icon").text(app->what.icon);
    } else {
        const auto* const home = known.organization(what.organization);
        json.name("org_id").text(std::to_string(what.organization.value));
        json.name("name").text(home ? home->what.name : "");
    }
    json.name("status").number(what.bound ? 1 : 0).close_object();
    return write_message({base::to_hex(base::random_bytes(mid_bytes)), std::string(platform), what.device,
                          seconds_of(now), app ? action::app_notice : action::organization_notice,
                          std::move(data)});
}

}  // namespace gatehouse::wire::deli
