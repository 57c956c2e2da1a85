#include "ops/provision.hpp"

#include "base/assert.hpp"
#include "ops/card_rereading.hpp"
#include "ops/channels.hpp"
#include "ops/clients.hpp"
#include "ops/difference.hpp"
#include "ops/links.hpp"
#include "ops/users.hpp"
#include "store/api_keys.hpp"
#include "store/changes.hpp"
#include "store/clients.hpp"
#include "store/doors.hpp"
#include "store/logins.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "store/provisioned_sections.hpp"
#include "store/visitor_site.hpp"

#include <algorithm>
#include <stdexcept>

namespace gatehouse::ops {
namespace {

constexpr model::organization_id everywhere{};
constexpr std::string_view kept_webhooks = "webhooks";
constexpr std::string_view kept_links = "links";
constexpr std::string_view kept_doors_of = "doors/";
constexpr std::string_view kept_visitor_site = "visitor";

// What stands is compared first and what is new written second, so that a file that says nothing new leaves
// no trace: neither in the tables nor in the audit trail.
class applier {
public:
    applier(store::transaction& in, base::instant now) : in_(in), now_(now) {}

    void organization(const provisioned_organization& given)
    {
        const auto known = store::find_named(in_, everywhere, "organization", given.key);
        const model::organization before = known ? in_.index.organization({*known})->what
                                                 : model::organization{{}, {}, {}, {}, {}, now_};
        model::organization wanted = before;
        wanted.kind = given.kind;
        wanted.name = given.name;
        wanted.time_zone = given.time_zone;
        wanted.status = given.status;
        if (!known) {
            wanted.id = store::insert_organization(in_, wanted);
            store::put_named(in_, everywhere, "organization", given.key, wanted.id.value);
            note(wanted.id, "organization.create", "organization", wanted.id.value);
        } else {
            const auto changed = difference()
                                     .compare("kind", before.kind, wanted.kind)
                                     .compare("name", before.name, wanted.name)
                                     .compare("time_zone", before.time_zone, wanted.time_zone)
                                     .compare("status", before.status, wanted.status);
            if (changed.any()) {
                store::update_organization(in_, wanted);
                note(wanted.id, "organization.update", "organization", wanted.id.value, changed);
            }
        }
        for (const provisioned_unit& each : given.units)
            unit(wanted.id, each);
        for (const provisioned_door& each : given.doors)
            door(wanted.id, each);
    }

    // One that was deleted is there again; one that an interface made under this name is the same.
    void door(model::organization_id home, const provisioned_door& given)
    {
        const model::door* const of_name = store::find_door(*in_.index.organization(home), given.name);
        const auto known = store::find_named(in_, home, "door", given.key);
        const auto standing = known     ? store::find_door(in_.sql, model::door_id{*known})
                              : of_name ? std::optional{*of_name}
                                        : std::nullopt;
        if (of_name && of_name->id != standing->id)
            throw std::runtime_error("another door than \"" + given.key + "\" is called \"" + given.name +
                                     "\"");
        model::door wanted = standing.value_or(model::door{{}, home, given.name, false, now_});
        wanted.name = given.name;
        wanted.deleted = false;
        difference changed;
        if (standing)
            changed.compare("name", standing->name, wanted.name)
                .compare("deleted", standing->deleted, wanted.deleted);
        settle(home, "door", standing.has_value(), changed, [&] {
            if (standing)
                store::update_door(in_, wanted);
            else
                wanted = store::insert_door(in_, wanted);
            return wanted.id.value;
        });
        if (!known)
            store::put_named(in_, home, "door", given.key, wanted.id.value);
    }

    // False: the organization is not known here.
    bool kept_doors(const std::string& organization, const std::vector<provisioned_door>& doors)
    {
        const auto home = store::find_named(in_, everywhere, "organization", organization);
        for (const provisioned_door& each : doors)
            if (home)
                door({*home}, each);
        return home.has_value();
    }

    void person(const provisioned_person& given)
    {
        const model::organization_id home = organization_named(given.organization);
        model::person wanted{{}, home, given.name, given.phone, given.number, given.role, {}, now_};
        if (given.unit)
            wanted.unit = model::unit_id{store::find_named(in_, home, "unit", *given.unit).value()};
        const auto known = store::find_named(in_, home, "person", given.key);
        auto standing = known ? store::find_person(in_.sql, {*known}) : std::nullopt;
        // A phone finds at most one person: one that an interface brought before is the same.
        if (!known && given.phone)
            standing = store::find_person_by_phone(in_, home, *given.phone);
        if (standing) {
            wanted.id = standing->id;
            update_person(*standing, wanted);
        } else {
            wanted.id = store::insert_person(in_, wanted);
            note(home, "person.create", "person", wanted.id.value);
        }
        if (!known) {
            store::put_named(in_, home, "person", given.key, wanted.id.value);
            claim_user(in_, home, given.key, wanted.id, {"provisioning", now_});
        }
    }

    void client(const provisioned_client& given)
    {
        const store::client_row wanted{
            given.protocol,
            given.id,
            client_secret_digest(in_.keys, given.protocol, given.id, given.secret.reveal()),
            given.name,
            given.card_format,
            now_};
        const auto standing = store::find_client(in_.sql, given.protocol, given.id);
        difference changed;
        if (standing && standing->card_format != wanted.card_format)
            if (const auto read = reread_cards(in_, standing->id, wanted.card_format); !read)
                throw std::runtime_error("client \"" + given.id + "\": " + read.error().message);
        if (standing)
            changed.compare("secret", standing->secret, wanted.secret)
                .compare("name", standing->name, wanted.name)
                .compare("card_format", standing->card_format, wanted.card_format);
        settle(everywhere, "client", standing.has_value(), changed,
               [&] { return store::put_client(in_, wanted).value; });
    }

    void licence(const provisioned_licence& given, const provision_file& file)
    {
        const auto owner = std::find_if(file.clients.begin(), file.clients.end(),
                                        [&given](const auto& c) { return c.id == given.client; });
        const store::client_entry* const client = in_.index.clients.find(
            store::client_key(owner->protocol, owner->id));
        GATEHOUSE_ASSERT(client != nullptr);
        const model::organization_id home = organization_named(given.organization);
        const base::digest code = licence_digest(in_.keys, client->id, given.code.reveal());
        const store::licence_entry* const standing = in_.index.licences.find(code);
        difference changed;
        if (standing)
            changed.compare("organization", standing->organization, home);
        settle(home, "licence", standing != nullptr, changed,
               [&] { return store::put_licence(in_, client->id, home, code, now_).value; });
    }

    void api_key(const provisioned_api_key& given)
    {
        const store::api_key_row wanted{given.name, api_key_digest(in_.keys, given.key.reveal()), given.scope,
                                        optional_organization(given.organization), now_};
        const auto standing = store::find_api_key(in_.sql, given.name);
        difference changed;
        if (standing)
            changed.compare("key", standing->key, wanted.key)
                .compare("scope", standing->scope, wanted.scope)
                .compare("organization", standing->organization, wanted.organization);
        settle(wanted.organization, "api_key", standing.has_value(), changed,
               [&] { return store::put_api_key(in_, wanted).value; });
    }

    // False: the file's organization is not known here.
    bool webhook(const provisioned_webhook& given)
    {
        const auto home = store::find_named(in_, everywhere, "organization", given.organization);
        if (home)
            declare_webhook(in_, {{*home}, given.url, given.secret, given.status}, {"provisioning", now_});
        return home.has_value();
    }

    // False: the file's organization or client is not known here.
    bool link(const provisioned_link& given)
    {
        const auto home = store::find_named(in_, everywhere, "organization", given.organization);
        const auto* const client = in_.index.clients.find(store::client_key("sewise", given.client));
        if (!home || !client)
            return false;
        const auto made = create_link(in_, client->id, given.id, {*home}, {"provisioning", now_});
        if (!made)
            throw std::runtime_error("link \"" + given.id + "\": " + made.error().message);
        return true;
    }

    // False: the file's organization is not known here.
    bool visitor_site(const provisioned_visitor_site& given)
    {
        const auto home = store::find_named(in_, everywhere, "organization", given.organization);
        if (home && in_.index.visitor_site.value != *home) {
            store::put_visitor_site(in_, {*home});
            note({*home}, "visitor_site.put", "visitor_site", *home);
        }
        return home.has_value();
    }

    void login(const provisioned_login& given, const std::string& password_hash)
    {
        const store::login_row wanted{
            given.login, password_hash, given.role, optional_organization(given.organization), {}, now_};
        const store::login_row* const standing = in_.index.logins.find(given.login);
        difference changed;
        if (standing)
            changed.compare("password", standing->password_hash, wanted.password_hash)
                .compare("role", standing->role, wanted.role)
                .compare("organization", standing->organization, wanted.organization);
        settle(wanted.organization, "login", standing != nullptr, changed,
               [&] { return store::put_login(in_, wanted).value; });
    }

private:
    void unit(model::organization_id home, const provisioned_unit& given)
    {
        model::unit wanted{{}, home, {}, given.kind, given.name, given.status, now_};
        const auto known = store::find_named(in_, home, "unit", given.key);
        if (!known) {
            wanted.id = store::insert_unit(in_, wanted);
            store::put_named(in_, home, "unit", given.key, wanted.id.value);
            note(home, "unit.create", "unit", wanted.id.value);
            return;
        }
        const model::unit before = store::find_unit(in_.sql, {*known}).value();
        wanted.id = before.id;
        wanted.parent = before.parent;
        wanted.created_at = before.created_at;
        const auto changed = difference()
                                 .compare("kind", before.kind, wanted.kind)
                                 .compare("name", before.name, wanted.name)
                                 .compare("status", before.status, wanted.status);
        if (!changed.any())
            return;
        store::update_unit(in_, wanted);
        note(home, "unit.update", "unit", wanted.id.value, changed);
    }

    void update_person(const model::person& before, const model::person& wanted)
    {
        const auto changed = difference()
                                 .compare("name", before.name, wanted.name)
                                 .compare("phone", before.phone, wanted.phone)
                                 .compare("number", before.number, wanted.number)
                                 .compare("role", before.role, wanted.role)
                                 .compare("unit", before.unit, wanted.unit);
        if (!changed.any())
            return;
        store::update_person(in_, wanted);
        note(wanted.organization, "person.update", "person", wanted.id.value, changed);
    }

    // Puts what is new or differs; `put` answers its number.
    template <class Put>
    void settle(model::organization_id home, std::string_view kind, bool stands, const difference& changed,
                Put put)
    {
        if (stands && !changed.any())
            return;
        const std::int64_t object = put();
        note(home, std::string(kind) + (stands ? ".update" : ".create"), kind, object, changed);
    }

    model::organization_id organization_named(const std::string& key)
    {
        return {store::find_named(in_, everywhere, "organization", key).value()};
    }

    model::organization_id optional_organization(const std::optional<std::string>& key)
    {
        return key ? organization_named(*key) : everywhere;
    }

    void note(model::organization_id home, std::string_view action, std::string_view kind,
              std::int64_t object, const difference& changed = {})
    {
        store::record(
            in_, {home, "provisioning", std::string(action), std::string(kind), object, changed.detail(), {}},
            now_);
    }

    store::transaction& in_;
    base::instant now_;
};

}  // namespace

std::vector<hashed_login> hash_logins(const store::index& in, const provision_file& file)
{
    std::vector<hashed_login> hashed;
    for (const provisioned_login& each : file.logins) {
        const store::login_row* const known = in.logins.find(each.login);
        const bool same = known && base::password_matches(known->password_hash, each.password);
        hashed.push_back({each.login, same ? known->password_hash : base::hash_password(each.password)});
    }
    return hashed;
}

void provision(store::transaction& in, const provision_file& file, const std::vector<hashed_login>& logins,
               base::instant now)
{
    applier apply(in, now);
    for (const auto& each : file.organizations)
        apply.organization(each);
    for (const auto& each : file.people)
        apply.person(each);
    for (const auto& each : file.clients)
        apply.client(each);
    for (const auto& each : file.licences)
        apply.licence(each, file);
    for (const auto& each : file.api_keys)
        apply.api_key(each);
    for (std::size_t i = 0; i < file.logins.size(); ++i)
        apply.login(file.logins[i], logins[i].password_hash);
    for (const auto& each : file.webhooks)
        apply.webhook(each);
    for (const auto& each : file.links)
        apply.link(each);
    if (file.visitor)
        apply.visitor_site(*file.visitor);
    for (const auto& each : file.products)
        provision_product(in, each, now);
    for (const auto& each : file.apps)
        provision_app(in, each, now);
    for (const auto& each : file.devices)
        provision_device(in, each, now);
}

std::vector<std::string> adopt_kept_sections(store::transaction& in, base::instant now)
{
    applier apply(in, now);
    std::vector<std::string> faults;
    // Read: json → what stands in the section, or its faults; Use: what stands there → whether it is applied.
    const auto adopt = [&](const std::string& section, const auto& read, const auto& use) {
        const auto content = read(store::kept_section(in.sql, in.keys, section).value());
        if (const auto* const wrong = std::get_if<std::vector<std::string>>(&content))
            faults.insert(faults.end(), wrong->begin(), wrong->end());
        else if (use(std::get<0>(content)))
            store::drop_section(in, section);
        else
            faults.push_back("/" + section + ": names what is unknown");
    };
    // Each for itself: those that are known are applied, and once all are the section is done.
    const auto each = [&](auto* use) {
        return [&in, now, use](const auto& given) {
            return std::count_if(given.begin(), given.end(),
                                 [&](const auto& one) { return use(in, one, now); }) == std::ssize(given);
        };
    };
    auto kept = store::kept_sections(in.sql);
    // Devices name products.
    std::stable_partition(kept.begin(), kept.end(), [](const auto& name) { return name != "devices"; });
    for (const std::string& section : kept) {
        if (section == "products")
            adopt(section, read_kept_products, each(provision_product));
        if (section == "apps")
            adopt(section, read_kept_apps, each(provision_app));
        if (section == "devices")
            adopt(section, read_kept_devices, each(provision_device));
        if (section == kept_webhooks)
            adopt(section, read_kept_webhooks, [&apply](const auto& webhooks) {
                return std::all_of(webhooks.begin(), webhooks.end(),
                                   [&apply](const auto& one) { return apply.webhook(one); });
            });
        if (section == kept_links)
            adopt(section, read_kept_links, [&apply](const auto& links) {
                return std::all_of(links.begin(), links.end(),
                                   [&apply](const auto& one) { return apply.link(one); });
            });
        if (section == kept_visitor_site)
            adopt(section, read_kept_visitor_site,
                  [&apply](const auto& site) { return apply.visitor_site(site); });
        if (section.starts_with(kept_doors_of))
            adopt(section, read_kept_doors, [&](const auto& doors) {
                return apply.kept_doors(section.substr(kept_doors_of.size()), doors);
            });
    }
    return faults;
}

}  // namespace gatehouse::ops
