#include "ops/provision_file.hpp"

#include "model/phone.hpp"
#include "model/time_zone.hpp"
#include "ops/json_place.hpp"
#include "store/api_keys.hpp"
#include "store/clients.hpp"
#include "store/logins.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

namespace gatehouse::ops {
namespace {

constexpr std::array<std::string_view, 4> organization_kinds{"kindergarten", "school", "community",
                                                             "company"};

template <std::size_t Count>
std::string one_of(const json_place& in, std::string_view name,
                   const std::array<std::string_view, Count>& known)
{
    std::string value = in.text(name);
    if (!value.empty() && std::find(known.begin(), known.end(), value) == known.end())
        in.member(name)->fault("does not know \"" + value + "\"");
    return value;
}

template <model::named Value>
Value named(const json_place& in, std::string_view name, std::string_view otherwise)
{
    const std::string text = in.text_or(name, otherwise);
    const auto value = model::from_name<Value>(text);
    if (!value)
        in.member(name)->fault("does not know \"" + text + "\"");
    return value.value_or(Value{});
}

provisioned_door read_door(const json_place& at)
{
    if (!at.is_object_of({"key", "name"}))
        return {};
    return {at.text("key"), at.text("name")};
}

void read_organization(const json_place& at, provision_file& into)
{
    if (!at.is_object_of({"key", "kind", "name", "time_zone", "status", "units", "doors"}))
        return;
    provisioned_organization o;
    o.key = at.text("key");
    o.kind = one_of(at, "kind", organization_kinds);
    o.name = at.text("name");
    o.time_zone = at.text_or("time_zone", "Asia/Shanghai");
    if (!model::time_zone::find(o.time_zone))
        at.member("time_zone")->fault("is no time zone of this system");
    o.status = named<model::organization_status>(at, "status", "open");
    at.each("units", [&o](const json_place& unit) {
        if (!unit.is_object_of({"key", "name", "kind", "status"}))
            return;
        o.units.push_back({unit.text("key"), unit.text("name"), unit.text_or("kind", "class"),
                           named<model::unit_status>(unit, "status", "active")});
    });
    at.each("doors", [&o](const json_place& door) { o.doors.push_back(read_door(door)); });
    into.organizations.push_back(std::move(o));
}

void read_person(const json_place& at, provision_file& into)
{
    if (!at.is_object_of({"organization", "key", "name", "phone", "role", "unit", "number"}))
        return;
    provisioned_person p{at.text("organization"),
                         at.text("key"),
                         at.text("name"),
                         at.optional_text("phone"),
                         at.optional_text("number"),
                         at.text_or("role", "employee"),
                         at.optional_text("unit")};
    if (p.phone && !model::is_mainland_mobile(*p.phone))
        at.member("phone")->fault("is no mainland mobile number");
    into.people.push_back(std::move(p));
}

void read_client(const json_place& at, provision_file& into)
{
    if (!at.is_object_of({"protocol", "id", "secret", "name", "card_format"}))
        return;
    into.clients.push_back({one_of(at, "protocol", store::client_protocols), at.text("id"),
                            base::secret(at.text("secret")), at.text_or("name", ""),
                            named<model::card_format>(at, "card_format", "")});
}

void read_licence(const json_place& at, provision_file& into)
{
    if (at.is_object_of({"client", "organization", "code"}))
        into.licences.push_back({at.text("client"), at.text("organization"), base::secret(at.text("code"))});
}

provisioned_link read_link(const json_place& at)
{
    constexpr std::array<std::string_view, 1> kinds{"school"};
    if (!at.is_object_of({"client", "kind", "id", "organization"}))
        return {};
    one_of(at, "kind", kinds);
    provisioned_link l{at.text("client"), at.text("id"), at.text("organization")};
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(l.id.data(), l.id.data() + l.id.size(), number);
    if (!l.id.empty() &&
        (error != std::errc{} || end != l.id.data() + l.id.size() || std::to_string(number) != l.id))
        at.member("id")->fault("must be a whole number of 64 bits");
    return l;
}

void read_api_key(const json_place& at, provision_file& into)
{
    if (!at.is_object_of({"name", "key", "scope", "organization"}))
        return;
    into.api_keys.push_back({at.text("name"), base::secret(at.text("key")),
                             named<store::api_scope>(at, "scope", "read"), at.optional_text("organization")});
    const auto& made = into.api_keys.back();
    if (made.scope != store::api_scope::admin && made.scope != store::api_scope::read && !made.organization)
        at.fault("a key of this scope needs an organization");
}

provisioned_webhook read_webhook(const json_place& at)
{
    if (!at.is_object_of({"organization", "url", "secret", "status"}))
        return {};
    provisioned_webhook w{at.text("organization"), at.text("url"), base::secret(at.text("secret")),
                          named<model::channel_status>(at, "status", "active")};
    if (const auto fault = model::fault_of_webhook_url(w.url); fault && !w.url.empty())
        at.member("url")->fault(*fault);
    if (!w.secret.empty() && !model::webhook_key(w.secret.reveal()))
        at.member("secret")->fault("must be whsec_ and the base64 of 16 to 64 bytes");
    return w;
}

provisioned_visitor_site read_visitor_site(const json_place& at)
{
    return at.is_object_of({"organization"}) ? provisioned_visitor_site{at.text("organization")}
                                             : provisioned_visitor_site{};
}

void read_login(const json_place& at, provision_file& into)
{
    if (!at.is_object_of({"login", "password", "role", "organization"}))
        return;
    into.logins.push_back({at.text("login"), base::secret(at.text("password")),
                           one_of(at, "role", store::login_roles), at.optional_text("organization")});
    if (into.logins.back().role == "site_manager" && !into.logins.back().organization)
        at.fault("a site manager needs an organization");
}

// Finds what stands twice where it may stand once. All views are into the file that was read.
class names_seen {
public:
    explicit names_seen(const json_place& root) : root_(root) {}

    bool add(std::string_view kind, std::string_view scope, std::string_view name)
    {
        return seen_.insert({kind, scope, name}).second;
    }
    // The name is quoted: not for secrets.
    void once(std::string_view kind, std::string_view scope, std::string_view name)
    {
        if (!add(kind, scope, name))
            root_.fault("the " + std::string(kind) + " \"" + std::string(name) + "\" stands twice");
    }
    bool has(std::string_view kind, std::string_view scope, std::string_view name) const
    {
        return seen_.contains({kind, scope, name});
    }

private:
    const json_place& root_;
    std::set<std::array<std::string_view, 3>> seen_;
};

void check_names(const provision_file& file, const json_place& root, names_seen& seen)
{
    for (const auto& o : file.organizations) {
        seen.once("organization key", "", o.key);
        for (const auto& u : o.units)
            seen.once("unit key", o.key, u.key);
        for (const auto& d : o.doors) {
            seen.once("door key", o.key, d.key);
            seen.once("door", o.key, d.name);
        }
    }
    for (const auto& p : file.people) {
        seen.once("person key", p.organization, p.key);
        if (p.phone)
            seen.once("phone", p.organization, *p.phone);
    }
    for (const auto& c : file.clients) {
        seen.once("client", c.protocol, c.id);
        seen.add("client of any protocol", "", c.id);
    }
    for (const auto& l : file.licences)
        if (!seen.add("code", l.client, l.code.reveal()))
            root.fault("two licences of the client \"" + l.client + "\" have one code");
    for (const auto& k : file.api_keys) {
        seen.once("API key's name", "", k.name);
        if (!seen.add("key", "", k.key.reveal()))
            root.fault("the API key \"" + k.name + "\" stands under another name too");
    }
    for (const auto& l : file.logins)
        seen.once("login", "", l.login);
    for (const auto& l : file.links)
        seen.once("link", l.client, l.id);
    for (const auto& p : file.products)
        seen.once("product", "", p.model);
    for (const auto& a : file.apps)
        seen.once("app", "", a.id);
    for (const auto& d : file.devices)
        seen.once("device", "", d.id);
}

// Names that one section uses and another must hold.
void check_references(const provision_file& file, const json_place& root, const names_seen& seen)
{
    const auto known = [&](const std::string& key, std::string_view where) {
        if (!seen.has("organization key", "", key))
            root.fault(std::string(where) + " names the unknown organization \"" + key + "\"");
    };
    for (const auto& p : file.people) {
        known(p.organization, "people");
        if (p.unit && !seen.has("unit key", p.organization, *p.unit))
            root.fault("people name the unknown unit \"" + *p.unit + "\"");
    }
    for (const auto& l : file.licences) {
        known(l.organization, "licences");
        if (!seen.has("client of any protocol", "", l.client))
            root.fault("licences name the unknown client \"" + l.client + "\"");
    }
    for (const auto& l : file.links) {
        known(l.organization, "links");
        if (!seen.has("client", "sewise", l.client))
            root.fault("links name the unknown sewise client \"" + l.client + "\"");
    }
    for (const auto& k : file.api_keys)
        if (k.organization)
            known(*k.organization, "api_keys");
    for (const auto& l : file.logins)
        if (l.organization)
            known(*l.organization, "logins");
    if (file.visitor)
        known(file.visitor->organization, "visitor");
    for (const auto& a : file.apps)
        for (const std::string& organization : a.organizations)
            known(organization, "apps");
    for (const auto& d : file.devices) {
        if (d.organization)
            known(*d.organization, "devices");
        if (is_device_id(d.id) && !seen.has("product", "", d.model()))
            root.fault("devices name the unknown product \"" + d.model() + "\"");
        for (const std::string& app : d.apps)
            if (!seen.has("app", "", app))
                root.fault("devices name the unknown app \"" + app + "\"");
    }
    std::set<std::pair<std::string, std::string>> webhooks;
    for (const auto& w : file.webhooks) {
        known(w.organization, "webhooks");
        if (!webhooks.emplace(w.organization, w.url).second)
            root.fault("a webhook of \"" + w.organization + "\" stands twice");
    }
}

template <class Kept>
std::variant<std::vector<Kept>, std::vector<std::string>> read_kept(std::string_view section,
                                                                    std::string_view json,
                                                                    Kept (*read)(const json_place&))
{
    std::vector<std::string> faults;
    const boost::json::value document{{boost::json::string_view(section.data(), section.size()),
                                       boost::json::parse({json.data(), json.size()})}};
    std::vector<Kept> found;
    json_place(document, "", faults).each(section, [&](const json_place& at) { found.push_back(read(at)); });
    if (!faults.empty())
        return faults;
    return found;
}

}  // namespace

std::variant<provision_file, std::vector<std::string>> read_provision_file(std::string_view json)
{
    std::vector<std::string> faults;
    boost::system::error_code error;
    const boost::json::value document = boost::json::parse({json.data(), json.size()}, error);
    if (error)
        return std::vector<std::string>{"/: is no JSON: " + error.message()};
    const json_place root(document, "", faults);
    provision_file file;
    if (root.is_object_of({"organizations", "people", "clients", "licences", "links", "products", "apps",
                           "devices", "webhooks", "visitor", "api_keys", "logins"})) {
        const auto section = [&](std::string_view name, void (*read)(const json_place&, provision_file&)) {
            root.each(name, [&](const json_place& at) { read(at, file); });
        };
        section("organizations", read_organization);
        section("people", read_person);
        section("clients", read_client);
        section("licences", read_licence);
        section("api_keys", read_api_key);
        section("logins", read_login);
        root.each("webhooks", [&file](const json_place& at) { file.webhooks.push_back(read_webhook(at)); });
        root.each("links", [&file](const json_place& at) { file.links.push_back(read_link(at)); });
        if (const auto at = root.member("visitor"))
            file.visitor = read_visitor_site(*at);
        root.each("products", [&file](const json_place& at) { file.products.push_back(read_product(at)); });
        root.each("apps", [&file](const json_place& at) { file.apps.push_back(read_app(at)); });
        root.each("devices", [&file](const json_place& at) { file.devices.push_back(read_device(at)); });
        names_seen seen(root);
        check_names(file, root, seen);
        check_references(file, root, seen);
    }
    if (!faults.empty())
        return faults;
    return file;
}

std::variant<std::vector<provisioned_webhook>, std::vector<std::string>> read_kept_webhooks(
    std::string_view json)
{
    return read_kept("webhooks", json, read_webhook);
}

std::variant<std::vector<provisioned_door>, std::vector<std::string>> read_kept_doors(std::string_view json)
{
    return read_kept("doors", json, read_door);
}

std::variant<std::vector<provisioned_link>, std::vector<std::string>> read_kept_links(std::string_view json)
{
    return read_kept("links", json, read_link);
}

std::variant<std::vector<provisioned_product>, std::vector<std::string>> read_kept_products(
    std::string_view json)
{
    return read_kept("products", json, read_product);
}

std::variant<std::vector<provisioned_app>, std::vector<std::string>> read_kept_apps(std::string_view json)
{
    return read_kept("apps", json, read_app);
}

std::variant<std::vector<provisioned_device>, std::vector<std::string>> read_kept_devices(
    std::string_view json)
{
    return read_kept("devices", json, read_device);
}

std::variant<provisioned_visitor_site, std::vector<std::string>> read_kept_visitor_site(std::string_view json)
{
    std::vector<std::string> faults;
    const boost::json::value document = boost::json::parse({json.data(), json.size()});
    const auto found = read_visitor_site(json_place(document, "/visitor", faults));
    if (!faults.empty())
        return faults;
    return found;
}

}  // namespace gatehouse::ops
