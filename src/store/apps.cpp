#include "store/apps.hpp"

#include <algorithm>

namespace gatehouse::store {
namespace {

constexpr statement upsert{
    "put_app",
    "INSERT INTO app (external, name, icon, webhook, address_book, suspended, sealed_key, created_at, v10, "
    "operator_allowed, feature_query) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT "
    "(external) "
    "DO UPDATE SET name = ?2, icon = ?3, webhook = ?4, address_book = ?5, suspended = ?6, sealed_key = ?7, "
    "v10 = ?9, "
    "operator_allowed = ?10, feature_query = ?11 RETURNING id"};
constexpr statement all{"all_apps", "SELECT id, external, name, icon, webhook, address_book, suspended, "
                                    "sealed_key, created_at, v10, operator_allowed, feature_query FROM app"};
constexpr statement insert_install{"install_app",
                                   "INSERT INTO app_install (app, organization, since) VALUES (?1, ?2, ?3) "
                                   "ON CONFLICT DO NOTHING"};
constexpr statement delete_install{"remove_app",
                                   "DELETE FROM app_install WHERE app = ?1 AND organization = ?2"};
constexpr statement installs_of{"installs_of",
                                "SELECT organization FROM app_install WHERE app = ?1 ORDER BY organization"};

// A sealed key opens in its own row only.
std::string place_of(std::string_view external)
{
    return "app/" + std::string(external);
}

void put(index& into, app_entry entry)
{
    auto made = std::make_shared<const app_entry>(std::move(entry));
    into.apps.set(made->what.external, made);
}

}  // namespace

const app_entry* find_app(const index& in, const std::string& external)
{
    const auto* const found = in.apps.find(external);
    return found ? found->get() : nullptr;
}

const app_entry* find_app(const index& in, model::app_id id)
{
    const app_entry* found = nullptr;
    in.apps.each([&](const std::string&, const auto& each) {
        if (each->what.id == id)
            found = each.get();
    });
    return found;
}

std::vector<const app_entry*> apps_of(const index& in)
{
    std::vector<const app_entry*> found;
    in.apps.each([&found](const std::string&, const auto& entry) { found.push_back(entry.get()); });
    std::sort(found.begin(), found.end(),
              [](const auto* a, const auto* b) { return a->what.id < b->what.id; });
    return found;
}

model::app_id put_app(transaction& in, app_entry what)
{
    const model::app& a = what.what;
    const std::string sealed = base::seal(in.keys.texts, what.key.reveal(), place_of(a.external));
    const model::app_id id{
        in.sql
            .number(upsert,
                    {std::string_view(a.external), std::string_view(a.name), std::string_view(a.icon),
                     std::string_view(a.webhook), std::int64_t{a.address_book}, std::int64_t{a.suspended},
                     blob{sealed}, base::to_milliseconds(a.created_at), std::int64_t{a.v10},
                     std::int64_t{a.operator_allowed}, std::int64_t{a.feature_query}})
            .value()};
    what.what.id = id;
    const app_entry* const before = find_app(in.index, a.external);
    what.installed_by = before ? before->installed_by : std::vector<model::organization_id>{};
    put(in.index, std::move(what));
    return id;
}

bool is_installed(const app_entry& what, model::organization_id by)
{
    return std::binary_search(what.installed_by.begin(), what.installed_by.end(), by);
}

void install_app(transaction& in, const app_entry& what, model::organization_id by, base::instant now)
{
    in.sql.run(insert_install, {what.what.id.value, by.value, base::to_milliseconds(now)});
    app_entry after = what;
    if (!is_installed(after, by))
        after.installed_by.insert(std::upper_bound(after.installed_by.begin(), after.installed_by.end(), by),
                                  by);
    put(in.index, std::move(after));
}

void remove_app(transaction& in, const app_entry& what, model::organization_id from)
{
    in.sql.run(delete_install, {what.what.id.value, from.value});
    app_entry after = what;
    std::erase(after.installed_by, from);
    put(in.index, std::move(after));
}

void load_apps(connection& sql, const keyring& keys, index& into)
{
    const auto found = sql.all(all, {}, [&](const row& at) {
        const std::string external(at.text(1));
        return app_entry{{{at.integer(0)},
                          external,
                          std::string(at.text(2)),
                          std::string(at.text(3)),
                          std::string(at.text(4)),
                          at.integer(5) != 0,
                          at.integer(6) != 0,
                          at.time(8),
                          at.integer(9) != 0,
                          at.integer(10) != 0,
                          at.integer(11) != 0},
                         base::secret(base::open(keys.texts, at.text(7), place_of(external)).value_or("")),
                         {}};
    });
    for (app_entry each : found) {
        each.installed_by = sql.all(installs_of, {each.what.id.value},
                                    [](const row& at) { return model::organization_id{at.integer(0)}; });
        put(into, std::move(each));
    }
}

}  // namespace gatehouse::store
