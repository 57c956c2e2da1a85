#include "store/devices.hpp"

#include "base/assert.hpp"
#include "store/apps.hpp"

#include <algorithm>
#include <limits>

namespace gatehouse::store {
namespace {

constexpr statement insert{
    "insert_device",
    "INSERT INTO device (external, product, name, version, organization, locked, accessed_at, "
    "accessed_before, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id"};
constexpr statement update{"update_device",
                           "UPDATE device SET name = ?2, version = ?3, organization = ?4, locked = ?5, "
                           "accessed_at = ?6, accessed_before = ?7 WHERE id = ?1"};
constexpr statement update_account{"put_device_account",
                                   "UPDATE device SET account = ?2, sealed_password = ?3 WHERE id = ?1"};
constexpr statement update_properties{"put_device_properties",
                                      "UPDATE device SET properties = ?2 WHERE id = ?1"};
constexpr statement find_properties{"device_properties", "SELECT properties FROM device WHERE id = ?1"};
constexpr statement all{
    "all_devices",
    "SELECT d.id, d.external, d.product, d.name, d.version, d.organization, d.locked, d.accessed_at, "
    "d.accessed_before, d.created_at, p.model, d.account, d.sealed_password, d.online, d.doubted_since, "
    "d.doubted_address FROM device d "
    "JOIN product p ON p.id = d.product"};
constexpr statement insert_bound{"bind_app", "INSERT INTO device_app (device, app, since) "
                                             "VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING"};
constexpr statement delete_one_bound{"unbind_app", "DELETE FROM device_app WHERE device = ?1 AND app = ?2"};
constexpr statement update_online{"put_device_online", "UPDATE device SET online = ?2 WHERE id = ?1"};
constexpr statement update_doubt{"put_device_doubt",
                                 "UPDATE device SET doubted_since = ?2, doubted_address = ?3 WHERE id = ?1"};
constexpr statement find_external{"device_external", "SELECT external FROM device WHERE id = ?1"};
constexpr statement page{"devices_after", "SELECT external FROM device WHERE id > ?1 ORDER BY id LIMIT ?2"};
constexpr statement page_of{"devices_of_after",
                            "SELECT external FROM device WHERE organization = ?3 AND id > ?1 "
                            "ORDER BY id LIMIT ?2"};
constexpr statement delete_bound{"unbind_apps", "DELETE FROM device_app WHERE device = ?1"};
constexpr statement all_bound{"all_bound_apps",
                              "SELECT d.external, a.external FROM device_app b JOIN device d ON d.id = "
                              "b.device JOIN app a ON a.id = b.app ORDER BY b.device, b.since, b.app"};
constexpr statement insert_alarm_statement{
    "insert_device_alarm",
    "INSERT INTO device_alarm (device, at, code, text, told) VALUES (?1, ?2, ?3, ?4, ?5)"};
constexpr statement told_since{"device_alarm_told_since",
                               "SELECT 1 FROM device_alarm WHERE device = ?1 AND code = ?2 AND at > ?3 "
                               "AND told <> 0 LIMIT 1"};
constexpr statement drop_alarms{"drop_old_alarms",
                                "DELETE FROM device_alarm WHERE id IN (SELECT id FROM device_alarm "
                                "WHERE at < ?1 LIMIT ?2)"};
constexpr statement alarms{"device_alarms",
                           "SELECT id, device, at, code, text FROM device_alarm WHERE device = ?1 "
                           "AND id < ?2 ORDER BY id DESC LIMIT ?3"};

// A sealed password opens in its own row only.
std::string place_of(std::string_view external)
{
    return "device/" + std::string(external);
}

void put(index& into, device_entry entry)
{
    auto made = std::make_shared<const device_entry>(std::move(entry));
    into.devices.set(made->what.external, made);
}

device_entry copy_of(const index& from, const std::string& external)
{
    const device_entry* const entry = find_device(from, external);
    GATEHOUSE_ASSERT(entry != nullptr);
    return *entry;
}

}  // namespace

const device_entry* find_device(const index& in, const std::string& external)
{
    const auto* const found = in.devices.find(external);
    return found ? found->get() : nullptr;
}

const device_entry* find_device(connection& sql, const index& in, model::device_id id)
{
    const auto external = external_of(sql, id);
    return external ? find_device(in, *external) : nullptr;
}

model::device insert_device(transaction& in, const model::device& what, const std::string& model)
{
    model::device made = what;
    made.id = {
        in.sql
            .number(insert,
                    {std::string_view(what.external), what.product.value, std::string_view(what.name),
                     std::string_view(what.version), or_none(what.organization), std::int64_t{what.locked},
                     base::to_milliseconds(what.accessed_at), base::to_milliseconds(what.accessed_before),
                     base::to_milliseconds(what.created_at)})
            .value()};
    put(in.index, {made, model});
    return made;
}

void update_device(transaction& in, const model::device& what)
{
    in.sql.run(update,
               {what.id.value, std::string_view(what.name), std::string_view(what.version),
                or_none(what.organization), std::int64_t{what.locked},
                base::to_milliseconds(what.accessed_at), base::to_milliseconds(what.accessed_before)});
    device_entry after = copy_of(in.index, what.external);
    after.what = what;
    put(in.index, std::move(after));
}

void put_account(transaction& in, const model::device& of, const device_account& what)
{
    const std::string sealed = base::seal(in.keys.texts, what.password.reveal(), place_of(of.external));
    in.sql.run(update_account, {of.id.value, std::string_view(what.user), blob{sealed}});
    device_entry after = copy_of(in.index, of.external);
    after.account = what;
    put(in.index, std::move(after));
}

void drop_account(transaction& in, const model::device& of)
{
    in.sql.run(update_account, {of.id.value, nullptr, nullptr});
    device_entry after = copy_of(in.index, of.external);
    after.account.reset();
    put(in.index, std::move(after));
}

std::optional<std::string> external_of(connection& sql, model::device_id which)
{
    return sql.first(find_external, {which.value}, [](const row& at) { return std::string(at.text(0)); });
}

std::vector<std::string> devices_after(connection& sql, model::organization_id of, std::int64_t after,
                                       std::int64_t most)
{
    const auto name = [](const row& at) { return std::string(at.text(0)); };
    return of ? sql.all(page_of, {after, most, of.value}, name) : sql.all(page, {after, most}, name);
}

void put_properties(transaction& in, model::device_id of, std::string_view json)
{
    in.sql.run(update_properties, {of.value, json});
}

std::optional<std::string> device_properties(connection& sql, model::device_id of)
{
    return sql.first(find_properties, {of.value}, [](const row& at) { return at.maybe_text(0); })
        .value_or(std::nullopt);
}

void bind_app(transaction& in, const model::device& to, const app_entry& what, base::instant now)
{
    if (in.sql.run(insert_bound, {to.id.value, what.what.id.value, base::to_milliseconds(now)}) == 0)
        return;
    device_entry after = copy_of(in.index, to.external);
    after.apps.push_back(what.what.external);
    put(in.index, std::move(after));
}

void unbind_app(transaction& in, const model::device& from, const app_entry& what)
{
    in.sql.run(delete_one_bound, {from.id.value, what.what.id.value});
    device_entry after = copy_of(in.index, from.external);
    std::erase(after.apps, what.what.external);
    put(in.index, std::move(after));
}

void put_online(transaction& in, const model::device& of, bool online)
{
    in.sql.run(update_online, {of.id.value, std::int64_t{online}});
    device_entry after = copy_of(in.index, of.external);
    after.online = online;
    put(in.index, std::move(after));
}

void put_doubt(transaction& in, const model::device& of, const std::optional<device_doubt>& what)
{
    in.sql.run(update_doubt, {of.id.value, what ? value{base::to_milliseconds(what->since)} : value{nullptr},
                              what ? value{std::string_view(what->address)} : value{nullptr}});
    device_entry after = copy_of(in.index, of.external);
    after.doubt = what;
    put(in.index, std::move(after));
}

void unbind_apps(transaction& in, const model::device& from)
{
    in.sql.run(delete_bound, {from.id.value});
    device_entry after = copy_of(in.index, from.external);
    after.apps.clear();
    put(in.index, std::move(after));
}

void insert_alarm(transaction& in, const device_alarm& what, bool told)
{
    in.sql.run(insert_alarm_statement, {what.device.value, base::to_milliseconds(what.at), what.code,
                                        std::string_view(what.text), std::int64_t{told}});
}

bool was_told_since(connection& sql, model::device_id device, std::int64_t code, base::instant since)
{
    return sql.number(told_since, {device.value, code, base::to_milliseconds(since)}).has_value();
}

std::int64_t drop_old_alarms(transaction& in, base::instant came_before, std::int64_t most)
{
    return in.sql.run(drop_alarms, {base::to_milliseconds(came_before), most});
}

std::vector<device_alarm> alarms_before(connection& sql, model::device_id device, std::int64_t before,
                                        std::int64_t most)
{
    const std::int64_t below = before > 0 ? before : std::numeric_limits<std::int64_t>::max();
    return sql.all(alarms, {device.value, below, most}, [](const row& at) {
        return device_alarm{
            at.integer(0), {at.integer(1)}, at.time(2), at.integer(3), std::string(at.text(4))};
    });
}

void load_devices(connection& sql, const keyring& keys, index& into)
{
    sql.each(all, {}, [&](const row& at) {
        device_entry entry{{{at.integer(0)},
                            std::string(at.text(1)),
                            {at.integer(2)},
                            std::string(at.text(3)),
                            std::string(at.text(4)),
                            {at.maybe_integer(5).value_or(0)},
                            at.integer(6) != 0,
                            at.time(7),
                            at.time(8),
                            at.time(9)},
                           std::string(at.text(10))};
        if (const auto user = at.maybe_text(11))
            entry.account = device_account{
                *user, base::secret(
                           base::open(keys.texts, at.text(12), place_of(entry.what.external)).value_or(""))};
        entry.online = at.integer(13) != 0;
        if (const auto since = at.maybe_time(14))
            entry.doubt = device_doubt{*since, std::string(at.text(15))};
        put(into, std::move(entry));
    });
    sql.each(all_bound, {}, [&into](const row& at) {
        device_entry after = copy_of(into, std::string(at.text(0)));
        after.apps.emplace_back(at.text(1));
        put(into, std::move(after));
    });
}

}  // namespace gatehouse::store
