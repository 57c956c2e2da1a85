#include "api/apps.hpp"

#include "api/key_change.hpp"
#include "api/operation.hpp"
#include "api/page.hpp"
#include "ops/app_registry.hpp"
#include "ops/devices.hpp"

namespace gatehouse::api {

// As an organization that uses it sees it.
struct installed_app {
    model::app_id id;
    std::string identifier;
    std::string name;
    std::string icon;
    bool address_book = false;
    bool feature_query = false;
    bool suspended = false;
    bool v10 = false;
    store::app_listing listed;
};

struct app_item : installed_app {
    std::string webhook;
    std::vector<model::organization_id> organizations;
    base::instant created_at;
};

struct made_app : app_item {
    std::optional<std::string> key;
};

struct app_input {
    std::optional<std::string> identifier;
    std::string name;
    std::string icon;
    std::string webhook;
    bool address_book = false;
    bool feature_query = false;
    store::app_listing listing;
    std::optional<base::secret> key;
};

inline constexpr endpoint::constraint any_url{0, 2048};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<store::app_listing> =
    std::tuple{field{"app_url", &store::app_listing::app_url, presence::optional,
                     "For phones; links of its messages may be relative to it.", "https://app.example.cn/m/",
                     api::any_url},
               field{"web_url", &store::app_listing::web_url, presence::optional, "For who administers it.",
                     "https://app.example.cn/", api::any_url},
               field{"contact",
                     &store::app_listing::contact,
                     presence::optional,
                     "Whom to ask.",
                     "app@example.cn",
                     {0, 256}},
               field{"screenshots",
                     &store::app_listing::screenshots,
                     presence::optional,
                     "Their addresses.",
                     R"(["https://app.example.cn/1.png"])",
                     {0, 16}},
               field{"models",
                     &store::app_listing::models,
                     presence::optional,
                     "Of machines that it can work with.",
                     R"(["DL3785W"])",
                     {0, 256}}};

template <>
inline constexpr auto fields_of<api::installed_app> = std::tuple{
    field{"id", &api::installed_app::id, presence::required, "Identifies it.", "1"},
    field{"identifier", &api::installed_app::identifier, presence::required, "What it calls with.",
          "370000000000000001"},
    field{"name", &api::installed_app::name, presence::required, "For people.", "考勤"},
    field{"icon", &api::installed_app::icon, presence::required, "Its picture's address.",
          "https://app.example.cn/i.png"},
    field{"address_book", &api::installed_app::address_book, presence::required,
          "Whether it may read who the people of organizations that use it are.", "true"},
    field{"feature_query", &api::installed_app::feature_query, presence::required,
          "Whether it may read features that other apps enrolled.", "false"},
    field{"suspended", &api::installed_app::suspended, presence::required,
          "A suspended one is refused and told nothing.", "false"},
    field{"v10", &api::installed_app::v10, presence::required,
          "Whether it is told of bound machines (402) as 1.0 of the interface has it, flat.", "false"},
    field{"listing", &api::installed_app::listed, presence::required, "How it shows itself."}};

template <>
inline constexpr auto fields_of<api::app_item> =
    std::tuple_cat(fields_of<api::installed_app>,
                   std::tuple{field{"webhook", &api::app_item::webhook, presence::required,
                                    "Where it is told; empty: nowhere.", "https://app.example.cn/hook"},
                              field{"organizations", &api::app_item::organizations, presence::required,
                                    "The ids of those that use it."},
                              field{"created_at", &api::app_item::created_at, presence::required,
                                    "RFC 3339, UTC.", "2026-05-28T08:00:00Z"}});

template <>
inline constexpr auto fields_of<api::made_app> =
    std::tuple_cat(fields_of<api::app_item>,
                   std::tuple{field{"key", &api::made_app::key, presence::required,
                                    "The key that was made, shown this once; null where it was given.",
                                    "c724f2d614aabc62376c94f67170c458"}});

template <>
inline constexpr auto fields_of<api::app_input> =
    std::tuple{field{"identifier",
                     &api::app_input::identifier,
                     presence::optional,
                     "Made when left out: 18 digits.",
                     {},
                     {1, 64}},
               field{"name", &api::app_input::name, presence::required, "For people.", "考勤", {1, 64}},
               field{"icon", &api::app_input::icon, presence::optional, "Its picture's address.",
                     "https://app.example.cn/i.png", api::any_url},
               field{"webhook", &api::app_input::webhook, presence::optional, "Where it is told.",
                     "https://app.example.cn/hook", api::any_url},
               field{"address_book", &api::app_input::address_book, presence::optional,
                     "Whether it may read who the people of organizations that use it are.", "true"},
               field{"feature_query", &api::app_input::feature_query, presence::optional,
                     "Whether it may read features that other apps enrolled.", "false"},
               field{"listing", &api::app_input::listing, presence::optional, "How it shows itself."},
               field{"key",
                     &api::app_input::key,
                     presence::optional,
                     "Made when left out, with 128 random bits.",
                     {},
                     {1, 128}}};

template <>
inline constexpr auto fields_of<ops::app_patch> = std::tuple{
    field{"name", &ops::app_patch::name, presence::optional, "Its new name.", "考勤", {1, 64}},
    field{"icon", &ops::app_patch::icon, presence::optional, "Its picture's address.",
          "https://app.example.cn/i.png", api::any_url},
    field{"webhook", &ops::app_patch::webhook, presence::optional, "Where it is told; empty: nowhere.",
          "https://app.example.cn/hook", api::any_url},
    field{"address_book", &ops::app_patch::address_book, presence::optional,
          "Whether it may read who the people of organizations that use it are.", "true"},
    field{"feature_query", &ops::app_patch::feature_query, presence::optional,
          "Whether it may read features that other apps enrolled.", "false"},
    field{"suspended", &ops::app_patch::suspended, presence::optional,
          "A suspended one is refused and told nothing.", "true"},
    field{"v10", &ops::app_patch::v10, presence::optional,
          "Whether it is told of bound machines (402) as 1.0 of the interface has it, flat.", "true"},
    field{"listing", &ops::app_patch::listing, presence::optional,
          "How it shows itself, in the place of what stood."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

installed_app shown_of(store::connection& sql, const model::app& of)
{
    return {of.id,        of.external,     of.name,
            of.icon,      of.address_book, of.feature_query,
            of.suspended, of.v10,          store::find_listing(sql, of.id)};
}

app_item item_of(store::connection& sql, const store::app_entry& of)
{
    return {shown_of(sql, of.what), of.what.webhook, of.installed_by, of.what.created_at};
}

base::result<page<app_item>> list_apps(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<app_item> found;
    for (const auto* const each : store::apps_of(in.index)) {
        if (static_cast<std::int64_t>(found.size()) > asked.query.limit)
            break;
        if (each->what.id.value > *after)
            found.push_back(item_of(in.sql, *each));
    }
    return page_of(std::move(found), asked.query);
}

base::result<app_item> read_app(const reading& in, const call<nothing, nothing>& asked)
{
    const auto* const found = store::find_app(in.index, asked.id<model::app_id>(0));
    if (!found)
        return base::error{errc::not_found};
    return item_of(in.sql, *found);
}

base::result<made_app> create_app(store::transaction& in, const call<nothing, app_input>& asked)
{
    const app_input& from = asked.body;
    const base::secret key = given_or_made(from.key);
    const auto made = ops::create_app(in,
                                      {from.identifier, from.name, from.icon, from.webhook, from.address_book,
                                       from.feature_query, from.listing, key},
                                      asked.by.author());
    if (!made)
        return made.error();
    return made_app{item_of(in.sql, *store::find_app(in.index, made->id)), shown_once(from.key, key)};
}

base::result<app_item> change_app(store::transaction& in, const call<nothing, ops::app_patch>& asked)
{
    const auto changed = ops::change_app(in, asked.id<model::app_id>(0), asked.body, asked.by.author());
    if (!changed)
        return changed.error();
    return item_of(in.sql, *store::find_app(in.index, changed->id));
}

base::result<key_answer> change_key(store::transaction& in, const call<nothing, key_input>& asked)
{
    const base::secret key = given_or_made(asked.body.key);
    const auto done = ops::change_app_key(in, asked.id<model::app_id>(0), key, asked.by.author());
    if (!done)
        return done.error();
    return key_answer{shown_once(asked.body.key, key)};
}

base::result<page<installed_app>> list_installed(const reading& in, const call<page_query, nothing>& asked)
{
    const auto after = position_of(asked.query);
    if (!after)
        return after.error();
    std::vector<installed_app> found;
    for (const auto* const each : store::apps_of(in.index))
        if (each->what.id.value > *after && store::is_installed(*each, asked.id<model::organization_id>(0)))
            found.push_back(shown_of(in.sql, each->what));
    return page_of(std::move(found), asked.query);
}

base::result<nothing> install(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto* const app = store::find_app(in.index, asked.id<model::app_id>(1));
    if (!app)
        return base::error{errc::not_found};
    if (app->what.suspended)
        return base::error{errc::conflict, "The app is suspended."};
    ops::install_app(in, std::string(app->what.external), asked.id<model::organization_id>(0),
                     asked.by.author());
    return nothing{};
}

base::result<nothing> remove(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto* const app = store::find_app(in.index, asked.id<model::app_id>(1));
    if (!app)
        return base::error{errc::not_found};
    ops::remove_app(in, std::string(app->what.external), asked.id<model::organization_id>(0),
                    asked.by.author());
    return nothing{};
}

using endpoint::right;
constexpr std::string_view all = "/api/v1/apps";
constexpr std::string_view one = "/api/v1/apps/{app}";
constexpr std::string_view installed = "/api/v1/organizations/{organization}/apps/{app}";

}  // namespace

std::span<const endpoint::route> app_routes()
{
    static constexpr std::array table{
        read<list_apps>("list_apps", all, right::administer,
                        "The programs of others, oldest first; their keys are never told."),
        write<create_app>("create_app", net::verb::post, all, right::administer, "Registers an app.", 201),
        read<read_app>("read_app", one, right::administer, "One app."),
        write<change_app>("change_app", net::verb::patch, one, right::administer,
                          "Changes what is given, and leaves the rest as it is."),
        write<change_key>("change_app_key", net::verb::put, "/api/v1/apps/{app}/key", right::administer,
                          "Gives it another key; the former one ends at once."),
        read<list_installed>("list_installed_apps", "/api/v1/organizations/{organization}/apps", right::see,
                             "The apps that an organization uses, oldest first."),
        write<install>("install_app", net::verb::put, installed, right::manage,
                       "An organization uses an app from now on."),
        write<remove>("remove_app", net::verb::delete_, installed, right::manage,
                      "It uses the app no more: it goes from the organization's machines too."),
    };
    return table;
}

}  // namespace gatehouse::api
