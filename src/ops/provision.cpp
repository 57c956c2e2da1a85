#include "ops/provision.hpp"

#include "base/assert.hpp"
#include "ops/clients.hpp"
#include "store/changes.hpp"
#include "store/clients.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "store/provisioned_sections.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

constexpr model::organization_id everywhere{};

class applier {
public:
    applier(store::transaction& in, base::instant now) : in_(in), now_(now) {}

    void organization(const provisioned_organization& given)
    {
        model::organization wanted{{}, given.kind, given.name, given.time_zone, given.status, now_};
        const auto known = store::find_named(in_, everywhere, "organization", given.key);
        if (!known) {
            wanted.id = store::insert_organization(in_, wanted);
            store::put_named(in_, everywhere, "organization", given.key, wanted.id.value);
            note(wanted.id, "organization.create", "organization", wanted.id.value);
        } else {
            const model::organization before = in_.index.organization({*known})->what;
            wanted.id = before.id;
            wanted.created_at = before.created_at;
            const bool same = before.kind == wanted.kind && before.name == wanted.name &&
                              before.time_zone == wanted.time_zone && before.status == wanted.status;
            if (!same) {
                store::update_organization(in_, wanted);
                note(wanted.id, "organization.update", "organization", wanted.id.value);
            }
        }
        for (const provisioned_unit& each : given.units)
            unit(wanted.id, each);
    }

    void person(const provisioned_person& given)
    {
        const model::organization_id home = organization_named(given.organization);
        model::person wanted;
        wanted.organization = home;
        wanted.name = given.name;
        wanted.phone = given.phone;
        wanted.number = given.number;
        wanted.role = given.role;
        wanted.created_at = now_;
        if (given.unit)
            wanted.unit = model::unit_id{store::find_named(in_, home, "unit", *given.unit).value()};
        const auto known = store::find_named(in_, home, "person", given.key);
        if (known) {
            wanted.id = {*known};
            store::update_person(in_, wanted);
            return;
        }
        // A phone finds at most one person: one that an interface brought before is the same.
        const auto standing = given.phone ? store::find_person_by_phone(in_, home, *given.phone)
                                          : std::optional<model::person>{};
        if (standing) {
            wanted.id = standing->id;
            store::update_person(in_, wanted);
        } else {
            wanted.id = store::insert_person(in_, wanted);
            note(home, "person.create", "person", wanted.id.value);
        }
        store::put_named(in_, home, "person", given.key, wanted.id.value);
    }

    void client(const provisioned_client& given)
    {
        store::put_client(in_,
                          {given.protocol, given.id,
                           client_secret_digest(in_.keys, given.protocol, given.id, given.secret.reveal()),
                           given.name, given.card_format, now_});
    }

    void licence(const provisioned_licence& given, const provision_file& file)
    {
        const auto owner = std::find_if(file.clients.begin(), file.clients.end(),
                                        [&given](const auto& c) { return c.id == given.client; });
        const store::client_entry* const client = in_.index.clients.find(
            store::client_key(owner->protocol, owner->id));
        GATEHOUSE_ASSERT(client != nullptr);
        store::put_licence(in_, client->id, organization_named(given.organization),
                           licence_digest(in_.keys, client->id, given.code.reveal()), now_);
    }

    void api_key(const provisioned_api_key& given)
    {
        store::put_api_key(in_,
                           {given.name, api_key_digest(in_.keys, given.key.reveal()), given.scope,
                            optional_organization(given.organization)},
                           now_);
    }

    void login(const provisioned_login& given, const std::string& password_hash)
    {
        store::put_login(
            in_, {given.login, password_hash, given.role, optional_organization(given.organization)}, now_);
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
        if (before.kind == wanted.kind && before.name == wanted.name && before.status == wanted.status)
            return;
        store::update_unit(in_, wanted);
        note(home, "unit.update", "unit", wanted.id.value);
    }

    model::organization_id organization_named(const std::string& key)
    {
        return {store::find_named(in_, everywhere, "organization", key).value()};
    }

    model::organization_id optional_organization(const std::optional<std::string>& key)
    {
        return key ? organization_named(*key) : model::organization_id{};
    }

    void note(model::organization_id home, std::string_view action, std::string_view kind,
              std::int64_t object)
    {
        store::record(in_, {home, "provisioning", std::string(action), std::string(kind), object, "{}", {}},
                      now_);
    }

    store::transaction& in_;
    base::instant now_;
};

}  // namespace

std::vector<hashed_login> hash_logins(store::connection& sql, const provision_file& file)
{
    std::vector<hashed_login> hashed;
    for (const provisioned_login& each : file.logins) {
        const auto known = store::find_login(sql, each.login);
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
    for (const auto& [name, json] : file.waiting)
        store::keep_section(in, name, json.reveal(), now);
}

}  // namespace gatehouse::ops
