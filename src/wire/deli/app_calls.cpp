#include "wire/deli/app_calls.hpp"

#include "base/json_writer.hpp"
#include "wire/deli/app_parts.hpp"
#include "wire/deli/signature.hpp"

#include <algorithm>

namespace gatehouse::wire::deli {
namespace {

constexpr std::int64_t roster_page_most = 500;

bool is_online(const app_call& with, const std::string& device)
{
    return with.devices && with.devices->is_online(device);
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

void write_user(base::json_writer& json, const store::stamped<model::person>& each, bool is_administrator)
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
    json.close_array().name("admin").boolean(is_administrator).close_object();
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
template <class Row, class Write>
void write_page(base::json_writer& json, const roster_request& asked, std::int64_t total,
                const std::vector<store::stamped<Row>>& found, std::string_view list, Write write)
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

// Null where an app may ask nothing of the kind.
using handler = app_answer (*)(const app_call&, const store::app_entry&, const envelope&);
handler handler_of(std::int64_t what)
{
    switch (what) {
    case action::push: return push;
    case action::roster_query: return query_roster;
    case action::app_device_query: return query_device;
    case action::message: return send_message;
    case action::todo: return send_todo;
    case action::todo_state: return state_todo;
    case action::scan_code: return register_code;
    case action::subscription: return subscribe;
    case action::end_of_subscription: return unsubscribe;
    case action::token_check: return check_token;
    case action::report: return take_report;
    case action::feature_query: return query_features;
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

gateway_reply answer_roster(store::connection& sql, const store::index& in, const roster_request& asked,
                            base::instant now)
{
    const auto* const home = in.organization(asked.page.of);
    const auto administrator = home ? home->what.administrator : std::nullopt;
    gateway_reply reply{0, {}, seconds_of(now), action::roster_query, {}};
    std::string more;
    base::json_writer json(more);
    json.name("target").text(asked.of_people ? "user" : "dept");
    if (asked.of_people)
        write_page(json, asked, store::count_people_changed(sql, asked.page),
                   store::people_changed(sql, asked.page), "users",
                   [administrator](base::json_writer& into, const store::stamped<model::person>& each) {
                       write_user(into, each, each.what.id == administrator);
                   });
    else
        write_page(json, asked, store::count_units_changed(sql, asked.page),
                   store::units_changed(sql, asked.page), "depts", write_department);
    reply.data = reply_data(0, "", more);
    return reply;
}

}  // namespace gatehouse::wire::deli
