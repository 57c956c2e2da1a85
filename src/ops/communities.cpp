#include "ops/communities.hpp"

#include "store/external_ids.hpp"
#include "store/logins.hpp"

namespace gatehouse::ops {
namespace {

// Whose the name is among the client's living ones, when it is not `but`.
std::optional<named_community> holder_of(store::transaction& in, model::client_id client,
                                         std::string_view name, model::organization_id but)
{
    const auto holder = store::find_registered(in.sql, client, name);
    if (!holder || *holder == but)
        return std::nullopt;
    return named_community{store::registered_as(in.sql, client, *holder).value(), true};
}

}  // namespace

base::result<const store::organization_entry*> find_community(const store::index& in, model::client_id client,
                                                              std::string_view external)
{
    const auto* const id = in.registered.find(store::registered_key(client, external));
    const store::organization_entry* const found = id ? in.organization(*id) : nullptr;
    if (!found || found->what.status != model::organization_status::open)
        return base::error{base::errc::organization_unknown};
    return found;
}

std::vector<community_name> communities_of(store::connection& sql, const store::index& in,
                                           model::client_id client)
{
    std::vector<community_name> found;
    for (const model::organization_id id : store::registered_of(sql, client)) {
        const store::organization_entry* const entry = in.organization(id);
        if (entry && entry->what.status == model::organization_status::open)
            found.push_back({store::registered_as(sql, client, id).value(), entry->what.name});
    }
    return found;
}

named_community register_community(store::transaction& in, model::client_id client, std::string_view external,
                                   const community_draft& what, const author& by)
{
    if (auto taken = holder_of(in, client, what.name, {}))
        return *std::move(taken);
    model::organization made{{},    "community", what.name, "Asia/Shanghai", model::organization_status::open,
                             by.now};
    made.registered_by = client;
    made.cards = what.cards;
    made.address = what.address;
    made.contact = what.contact;
    made.id = store::insert_organization(in, made);
    store::put_registered(in, client, external, made.id);
    write_down(in, by, made.id, "organization.create", made.id.value);
    return {std::string(external)};
}

named_community change_community(store::transaction& in, const store::organization_entry& standing,
                                 const community_patch& how, const author& by)
{
    const model::organization before = standing.what;
    const model::client_id client = before.registered_by.value();
    if (auto taken = holder_of(in, client, how.name, before.id))
        return *std::move(taken);
    model::organization after = before;
    after.name = how.name;
    after.city = how.city.value_or(before.city);
    after.district = how.district.value_or(before.district);
    after.address = how.address.value_or(before.address);
    after.contact = how.contact.value_or(before.contact);
    after.cards = how.cards;
    const auto changed = difference()
                             .compare("name", before.name, after.name)
                             .compare("city", before.city, after.city)
                             .compare("district", before.district, after.district)
                             .compare("address", before.address, after.address)
                             .compare("contact", before.contact, after.contact)
                             .compare("card_kind", before.cards, after.cards);
    if (changed.any()) {
        store::update_organization(in, after);
        write_down(in, by, after.id, "organization.update", after.id.value, changed);
    }
    return {store::registered_as(in.sql, client, before.id).value()};
}

void end_community(store::transaction& in, const store::organization_entry& standing, const author& by)
{
    model::organization after = standing.what;
    after.status = model::organization_status::closed;
    after.ended_at = by.now;
    store::update_organization(in, after);
    write_down(in, by, after.id, "organization.end", after.id.value);
}

base::result<void> add_office(store::transaction& in, model::organization_id home, std::string_view login,
                              std::string_view password_hash, const author& by)
{
    if (in.index.logins.find(std::string(login)))
        return base::error{base::errc::login_exists};
    const auto id = store::put_login(
        in, {std::string(login), std::string(password_hash), "site_manager", home, {}, by.now});
    write_down(in, by, home, "login.create", id.value);
    return {};
}

}  // namespace gatehouse::ops
