#include "wire/deli/app_calls.hpp"

#include "base/bytes.hpp"
#include "base/json_writer.hpp"
#include "wire/deli/checkin.hpp"
#include "wire/deli/signature.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {
namespace {

constexpr std::int64_t roster_page_most = 500;

gateway_reply answer(const app_call& with, code what, std::string_view message)
{
    return {static_cast<std::int64_t>(what), std::string(message), seconds_of(with.now), {}, {}};
}

bool is_online(const app_call& with, const std::string& device)
{
    return with.devices && with.devices->is_online(device);
}

// The app's own device of that name; null where there is none: it learns nothing of another's.
const store::device_entry* its_device(const app_call& with, const store::app_entry& app,
                                      const std::string& name)
{
    const auto* const device = store::find_device(with.in, name);
    const bool is_its = device && std::find(device->apps.begin(), device->apps.end(), app.what.external) !=
                                      device->apps.end();
    return is_its ? device : nullptr;
}

app_answer push(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    if (!asked.data || !command_of(raw_json(*asked.data)))
        return answer(with, code::bad_request, "cmd is missing");
    const std::string to = asked.to.value_or("");
    if (!its_device(with, app, to))
        return answer(with, code::unbound, "device is not bound to this app");
    envelope down = asked;
    down.action = action::to_device;
    if (!down.mid || down.mid->empty())
        down.mid = base::to_hex(base::random_bytes(16));
    if (!is_online(with, to))
        return answer(with, code::unreachable, "device is offline");
    if (const raw_json data(*asked.data); command_of(data) == user_sync_command)
        if (auto people = read_user_sync(data)) {
            people->device = to;
            people->from = app.what.id;
            return people_push{std::move(*people), write_message(down)};
        }
    if (!with.devices->send(to, write_message(down)))
        return answer(with, code::unreachable, "device is offline");
    return answer(with, code::ok, "");
}

app_answer query_device(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    const raw_json data(asked.data ? std::string_view(*asked.data) : "{}");
    const auto named = data.find("device_id");
    const auto name = named ? named->id() : std::nullopt;
    gateway_reply reply = answer(with, code::ok, "");
    reply.action = asked.action;
    const auto* const device = name ? its_device(with, app, *name) : nullptr;
    if (!name || name->empty()) {
        reply.code = static_cast<std::int64_t>(code::bad_request);
        reply.message = "device_id is missing";
    } else if (!device) {
        reply.code = static_cast<std::int64_t>(code::unbound);
        reply.message = "device is not bound to this app";
    }
    std::string more;
    if (device) {
        base::json_writer json(more);
        json.name("org_id").text(std::to_string(device->what.organization.value));
        json.name("device_id").text(*name).name("status").number(is_online(with, *name) ? 1 : 0);
        json.name("name").text(device->what.name);
        if (const auto* const product = store::find_product(with.in, device->model)) {
            json.name("product");
            write_product(json, *product);
        }
    }
    reply.data = reply_data(reply.code, reply.message, more);
    return reply;
}

std::optional<std::int64_t> integer_in(const raw_json& data, std::string_view name)
{
    const auto at = data.find(name);
    return at ? at->integer() : std::nullopt;
}

// Whose roster the app asks for; 1.0 names it in `to`.
const store::organization_entry* organization_of(const app_call& with, const raw_json& data,
                                                 const envelope& asked)
{
    const auto named = data.find("org_id");
    const std::string id = named ? named->id().value_or("") : asked.to.value_or("");
    std::int64_t number = 0;
    const auto [stopped, error] = std::from_chars(id.data(), id.data() + id.size(), number);
    const bool is_number = error == std::errc{} && stopped == id.data() + id.size();
    return is_number ? with.in.organization({number}) : nullptr;
}

app_answer query_roster(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    const auto refuse = [&](code why, std::string_view message) {
        gateway_reply reply = answer(with, why, message);
        reply.action = asked.action;
        reply.data = reply_data(reply.code, message);
        return reply;
    };
    const raw_json data(asked.data ? std::string_view(*asked.data) : "{}");
    const auto target = data.find("target");
    const auto kind = target ? target->string() : std::nullopt;
    const auto since = integer_in(data, "update_time");
    const auto size = integer_in(data, "size");
    if ((kind != "user" && kind != "dept") || !since || !size || *size < 1)
        return refuse(code::bad_request, "target, update_time and size are needed");
    if (!app.what.address_book)
        return refuse(code::not_permitted, "the app may not read the address book");
    const auto* const home = organization_of(with, data, asked);
    if (!home || !store::is_installed(app, home->what.id))
        return refuse(code::unbound, "the app is not installed there");
    const auto after = *since < 0 ? std::nullopt : std::optional{*since};
    return roster_request{{home->what.id, after, std::min(*size, roster_page_most)}, kind == "user", *since};
}

void write_user(base::json_writer& json, const store::stamped<model::person>& each)
{
    json.open_object().name("user_id").text(std::to_string(each.what.id.value));
    if (each.ended) {
        json.name("delete").boolean(true).close_object();
        return;
    }
    json.name("name").text(each.what.name);
    if (each.what.number)
        json.name("empno").text(*each.what.number);
    json.name("dept_ids").open_array();
    if (each.what.unit)
        json.text(std::to_string(each.what.unit->value));
    json.close_array().name("admin").boolean(false).close_object();
}

void write_department(base::json_writer& json, const store::stamped<model::unit>& each)
{
    json.open_object().name("dept_id").text(std::to_string(each.what.id.value));
    if (each.ended)
        json.name("delete").boolean(true);
    else
        json.name("name")
            .text(each.what.name)
            .name("pid")
            .text(each.what.parent ? std::to_string(each.what.parent->value) : "0");
    json.close_object();
}

// An empty list is left out: nothing changed.
template <class Row>
void write_page(base::json_writer& json, const roster_request& asked, std::int64_t total,
                const std::vector<store::stamped<Row>>& found, std::string_view list,
                void (*write)(base::json_writer&, const store::stamped<Row>&))
{
    json.name("total").number(total).name("size").number(static_cast<std::int64_t>(found.size()));
    json.name("update_time").number(found.empty() ? asked.given : found.back().stamp);
    if (found.empty())
        return;
    json.name(list).open_array();
    for (const store::stamped<Row>& each : found)
        write(json, each);
    json.close_array();
}

std::string text_in(const raw_json& data, std::string_view name)
{
    const auto at = data.find(name);
    return at ? at->id().value_or("") : "";
}

// Only what a device saw: other clients and other events have no place here yet.
app_answer take_report(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    const raw_json data(asked.data ? std::string_view(*asked.data) : "{}");
    const std::string user = text_in(data, "user_id");
    const std::string device = text_in(data, "client_id");
    const auto event = data.find("event_data");
    if (user.empty() || device.empty() || !event)
        return answer(with, code::bad_request, "user_id, client_id and event_data are needed");
    if (text_in(data, "client_type") != "device" || text_in(data, "event_type") != "user_checkin")
        return answer(with, code::unsupported, "this kind of event is not supported");
    const auto seconds = integer_in(*event, "time");
    if (!seconds)
        return answer(with, code::bad_request, "event_data.time is missing");
    if (!its_device(with, app, device))
        return answer(with, code::unbound, "device is not bound to this app");
    return reported_checkin{device, {user, read_method(text_in(*event, "id_type")), read_time(*seconds)}};
}

// Null where an app may ask nothing of the kind.
using handler = app_answer (*)(const app_call&, const store::app_entry&, const envelope&);
handler handler_of(std::int64_t what)
{
    switch (what) {
    case action::push: return push;
    case action::roster_query: return query_roster;
    case action::app_device_query: return query_device;
    case action::report: return take_report;
    default: return nullptr;
    }
}

}  // namespace

app_answer answer_app(const app_call& with, std::string_view body, std::string_view signature)
{
    const read_envelope read = read_message(body);
    const envelope& asked = read.what;
    if (read.fault)
        return answer(with, code::bad_request, *read.fault);
    if (!asked.from || !asked.time)
        return answer(with, code::bad_request, "from and time are needed");
    const auto* const app = store::find_app(with.in, *asked.from);
    if (!app)
        return answer(with, code::wrong_signature, "wrong signature");
    if (app->what.suspended)
        return answer(with, code::banned, "the app is suspended");
    const std::string right = message_signature(asked.action, *asked.from, asked.to.value_or(""), app->key,
                                                *asked.time);
    if (!same_signature(signature, right))
        return answer(with, code::wrong_signature, "wrong signature");
    const std::int64_t now = seconds_of(with.now);
    if (*asked.time < now - fresh_for.count() || *asked.time > now + fresh_for.count())
        return answer(with, code::expired, "request expired");
    const handler handle = handler_of(asked.action);
    if (!handle)
        return answer(with, code::unsupported, "this action is not supported");
    return handle(with, *app, asked);
}

gateway_reply answer_report(bool is_kept, base::instant now)
{
    if (is_kept)
        return {0, {}, seconds_of(now), {}, {}};
    return {static_cast<std::int64_t>(code::not_permitted),
            "nobody there has this user_id",
            seconds_of(now),
            {},
            {}};
}

gateway_reply answer_roster(store::connection& sql, const roster_request& asked, base::instant now)
{
    gateway_reply reply{0, {}, seconds_of(now), action::roster_query, {}};
    std::string more;
    base::json_writer json(more);
    json.name("target").text(asked.of_people ? "user" : "dept");
    if (asked.of_people)
        write_page(json, asked, store::count_people_changed(sql, asked.page),
                   store::people_changed(sql, asked.page), "users", write_user);
    else
        write_page(json, asked, store::count_units_changed(sql, asked.page),
                   store::units_changed(sql, asked.page), "depts", write_department);
    reply.data = reply_data(0, "", more);
    return reply;
}

}  // namespace gatehouse::wire::deli
