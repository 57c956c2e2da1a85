#include "api/devices.hpp"

#include "api/key_change.hpp"
#include "api/page.hpp"
#include "ops/device_registry.hpp"
#include "ops/devices.hpp"
#include "ops/places.hpp"

namespace gatehouse::api {

struct device_item {
    model::device_id id;
    std::string identifier;
    std::string name;
    model::product_id product;
    std::string model;
    std::string version;
    std::optional<endpoint::json_text> properties{};
    std::optional<model::organization_id> organization{};
    std::vector<model::app_id> apps{};
    bool locked = false;
    bool online = false;
    std::optional<std::string> account{};
    std::optional<base::instant> accessed_at{};
    base::instant created_at{};
};

struct made_device : device_item {
    std::optional<std::string> password;
};

struct account_input {
    std::string user;
    std::optional<base::secret> password;
};

struct account_answer {
    std::optional<std::string> password;
};

struct device_input {
    std::string identifier;
    std::string name;
    std::optional<account_input> account;
};

struct device_query : page_query {
    std::optional<model::organization_id> organization;
};

struct binding_input {
    model::organization_id organization;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::device_item> = std::tuple{
    field{"id", &api::device_item::id, presence::required, "Identifies it.", "1"},
    field{"identifier", &api::device_item::identifier, presence::required, "What it connects with.",
          "DL3785W_1234567890"},
    field{"name", &api::device_item::name, presence::required, "Its name; it may give itself another.",
          "前门"},
    field{"product_id", &api::device_item::product, presence::required, "Its product.", "1"},
    field{"model", &api::device_item::model, presence::required, "Its product's model.", "DL3785W"},
    field{"version", &api::device_item::version, presence::required,
          "Of its firmware; empty until it says it.", "1.0"},
    field{"properties", &api::device_item::properties, presence::required,
          "What else it says of itself; null until it does."},
    field{"organization_id", &api::device_item::organization, presence::required,
          "Whose it is; null: nobody's.", "1"},
    field{"apps", &api::device_item::apps, presence::required, "The ids of those that it reports to."},
    field{"locked", &api::device_item::locked, presence::required,
          "A locked one may ask how it stands, and nothing else.", "false"},
    field{"online", &api::device_item::online, presence::required, "Whether it is connected.", "true"},
    field{"account", &api::device_item::account, presence::required,
          "Its own user name; null: its product's key opens.", "door"},
    field{"accessed_at", &api::device_item::accessed_at, presence::required,
          "When it last connected; null: never.", "2026-05-28T08:00:00Z"},
    field{"created_at", &api::device_item::created_at, presence::required, "RFC 3339, UTC.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::made_device> =
    std::tuple_cat(fields_of<api::device_item>,
                   std::tuple{field{"password", &api::made_device::password, presence::required,
                                    "Of its account where it was made here, shown this once; otherwise null.",
                                    "c724f2d614aabc62376c94f67170c458"}});

template <>
inline constexpr auto fields_of<api::account_input> = std::tuple{
    field{"user", &api::account_input::user, presence::required, "Its user name.", "door", {1, 64}},
    field{"password",
          &api::account_input::password,
          presence::optional,
          "Made when left out, with 128 random bits.",
          {},
          {1, 128}}};

template <>
inline constexpr auto fields_of<api::account_answer> =
    std::tuple{field{"password", &api::account_answer::password, presence::required,
                     "The password that was made, shown this once; null where it was given.",
                     "c724f2d614aabc62376c94f67170c458"}};

template <>
inline constexpr auto fields_of<api::device_input> =
    std::tuple{field{"identifier",
                     &api::device_input::identifier,
                     presence::required,
                     "MODEL_SERIAL, of a model that is registered.",
                     "DL3785W_1234567890",
                     {1, 64}},
               field{"name",
                     &api::device_input::name,
                     presence::optional,
                     "As it connects when left out.",
                     "前门",
                     {0, 64}},
               field{"account", &api::device_input::account, presence::optional,
                     "Its own user name and password: its product's key does not open for it then."}};

template <>
inline constexpr auto fields_of<api::device_query> = std::tuple_cat(
    fields_of<api::page_query>, std::tuple{field{"organization_id", &api::device_query::organization,
                                                 presence::optional, "Of this organization only.", "1"}});

template <>
inline constexpr auto fields_of<ops::device_patch> =
    std::tuple{field{"name", &ops::device_patch::name, presence::optional, "Its new name.", "后门", {1, 64}},
               field{"locked", &ops::device_patch::locked, presence::optional,
                     "A locked one may ask how it stands, and nothing else.", "true"}};

template <>
inline constexpr auto fields_of<api::binding_input> = std::tuple{
    field{"organization_id", &api::binding_input::organization, presence::required, "Whose it is.", "1"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

device_item item_of(const reading& in, const store::device_entry& of)
{
    const model::device& what = of.what;
    device_item made{what.id, what.external, what.name, what.product, of.model, what.version};
    if (auto properties = store::device_properties(in.sql, what.id))
        made.properties = endpoint::json_text{*std::move(properties)};
    if (what.organization)
        made.organization = what.organization;
    for (const std::string& each : of.apps)
        if (const auto* const app = store::find_app(in.index, each))
            made.apps.push_back(app->what.id);
    made.locked = what.locked;
    made.online = in.devices && in.devices->is_online(what.external);
    if (of.account)
        made.account = of.account->user;
    if (what.accessed_at != base::instant{})
        made.accessed_at = what.accessed_at;
    made.created_at = what.created_at;
    return made;
}

device_item item_of(store::transaction& in, const model::device& what, const endpoint::services& with)
{
    return item_of(reading{in.sql, in.index, in.keys, with.devices},
                   *store::find_device(in.index, what.external));
}

base::result<store::device_entry> device_of(store::transaction& in, const auto& asked)
{
    return api::device_of(in.sql, in.index, asked.by, asked.template id<model::device_id>(0));
}

base::result<page<device_item>> list_devices(const reading& in, const call<device_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    const auto home = asked.query.organization.value_or(asked.by.organization);
    if (!asked.by.sees(home))
        return page<device_item>{};
    std::vector<device_item> found;
    for (const std::string& each : store::devices_after(in.sql, home, *after, asked.query.limit + 1))
        if (const auto* const known = store::find_device(in.index, each))
            found.push_back(item_of(in, *known));
    return page_of(std::move(found), asked.query);
}

base::result<device_item> read_device(const reading& in, const call<nothing, nothing>& asked)
{
    const auto found = api::device_of(in.sql, in.index, asked.by, asked.id<model::device_id>(0));
    if (!found)
        return found.error();
    return item_of(in, *found);
}

base::result<made_device> create_device(store::transaction& in, const call<nothing, device_input>& asked,
                                        const endpoint::services& with)
{
    const device_input& from = asked.body;
    ops::device_draft wanted{from.identifier, from.name, {}};
    std::optional<std::string> shown;
    if (from.account) {
        wanted.account = store::device_account{from.account->user, given_or_made(from.account->password)};
        shown = shown_once(from.account->password, wanted.account->password);
    }
    const auto made = ops::create_device(in, wanted, asked.by.author());
    if (!made)
        return made.error();
    return made_device{item_of(in, *made, with), std::move(shown)};
}

base::result<device_item> change_device(store::transaction& in, const call<nothing, ops::device_patch>& asked,
                                        const endpoint::services& with)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    return item_of(in, ops::change_device(in, found->what, asked.body, asked.by.author()), with);
}

base::result<account_answer> change_account(store::transaction& in, const call<nothing, account_input>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    const store::device_account account{asked.body.user, given_or_made(asked.body.password)};
    ops::change_account(in, found->what, account, asked.by.author());
    return account_answer{shown_once(asked.body.password, account.password)};
}

base::result<nothing> drop_account(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    ops::change_account(in, found->what, std::nullopt, asked.by.author());
    return nothing{};
}

base::result<nothing> bind(store::transaction& in, const call<nothing, binding_input>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    if (!in.index.organization(asked.body.organization))
        return ops::wrong("/organization_id", "is no organization");
    return silent(ops::bind_device(in, found->what, asked.body.organization, asked.by.author()));
}

base::result<nothing> unbind(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    if (found->what.organization)
        ops::unbind_device(in, found->what, asked.by.author());
    return nothing{};
}

base::result<nothing> trust(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    ops::trust_device(in, found->what.external, asked.by.author());
    return nothing{};
}

base::result<nothing> bind_app(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    const auto* const app = store::find_app(in.index, asked.id<model::app_id>(1));
    if (!app)
        return base::error{errc::not_found};
    if (!found->what.organization)
        return base::error{errc::conflict, "The device is nobody's: bind it to an organization first."};
    if (app->what.suspended)
        return base::error{errc::conflict, "The app is suspended."};
    ops::bind_app(in, found->what.external, std::string(app->what.external), asked.by.author());
    return nothing{};
}

base::result<nothing> unbind_app(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto found = device_of(in, asked);
    if (!found)
        return found.error();
    const auto* const app = store::find_app(in.index, asked.id<model::app_id>(1));
    if (!app)
        return base::error{errc::not_found};
    ops::unbind_app(in, found->what.external, std::string(app->what.external), asked.by.author());
    return nothing{};
}

void tell_nobody(const endpoint::services&, const auto&) {}

using endpoint::right;
using net::verb;
constexpr std::string_view all = "/api/v1/devices";
constexpr std::string_view one = "/api/v1/devices/{device}";
constexpr std::string_view account = "/api/v1/devices/{device}/account";
constexpr std::string_view home = "/api/v1/devices/{device}/organization";
constexpr std::string_view trusted = "/api/v1/devices/{device}/trust";
constexpr std::string_view reports_to = "/api/v1/devices/{device}/apps/{app}";

}  // namespace

base::result<store::device_entry> device_of(store::connection& sql, const store::index& in, const caller& by,
                                            model::device_id id)
{
    const auto external = store::external_of(sql, id);
    const auto* const found = external ? store::find_device(in, *external) : nullptr;
    if (!found || !by.sees(found->what.organization))
        return base::error{errc::not_found};
    return *found;
}

std::span<const endpoint::route> device_routes()
{
    static constexpr std::array table{
        read<list_devices>(
            "list_devices", all, right::see,
            "The machines that the caller may see, oldest first. Who sees all sees those too that "
            "are nobody's."),
        write_then<create_device, tell_nobody<made_device>>(
            "create_device", verb::post, all, right::administer,
            "Registers a machine before it ever connected, perhaps with an account of its own.", 201),
        read<read_device>("read_device", one, right::see, "One machine."),
        write_then<change_device, tell_nobody<device_item>>(
            "change_device", verb::patch, one, right::manage,
            "Changes what is given, and leaves the rest as it is: renames it, locks it, unlocks it."),
        write<change_account>(
            "change_device_account", verb::put, account, right::administer,
            "Gives it a user name and a password of its own, in the place of what opened for it."),
        write<drop_account>("delete_device_account", verb::delete_, account, right::administer,
                            "Takes its own account away: its product's key opens again."),
        write<bind>(
            "bind_device", verb::put, home, right::administer,
            "Gives it to an organization; 409 while it is another's: it must be unbound there first."),
        write<unbind>("unbind_device", verb::delete_, home, right::manage,
                      "Takes it from its organization, and from its apps."),
        write<trust>(
            "trust_device", verb::post, trusted, right::manage,
            "It is no copy, though it connected from another address while it was connected: people's "
            "features go to it again."),
        write<bind_app>("bind_device_app", verb::put, reports_to, right::manage,
                        "It reports to an app from now on; its organization uses the app from now on."),
        write<unbind_app>("unbind_device_app", verb::delete_, reports_to, right::manage,
                          "It reports to an app no more."),
    };
    return table;
}

}  // namespace gatehouse::api
