#include "wire/deli/device_calls.hpp"

#include "base/assert.hpp"
#include "base/text.hpp"
#include "ops/alarms.hpp"
#include "ops/devices.hpp"
#include "ops/features.hpp"
#include "ops/roster.hpp"
#include "ops/users.hpp"
#include "store/firmware.hpp"
#include "store/people.hpp"
#include "wire/deli/checkin.hpp"
#include "wire/deli/orders.hpp"
#include "wire/deli/user_sync.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t name_most = 64;
constexpr std::size_t version_most = 32;
constexpr std::size_t properties_most = std::size_t{16} << 10U;
constexpr std::size_t alarm_text_most = 1024;

struct call {
    store::transaction& in;
    const device_message& what;
    const device_options& how;
    base::instant now;
    model::device device;  // as it stood before
};

struct outcome {
    std::optional<refusal> refused{};
    std::string more{};                 // members of the reply's data behind code and msg
    bool silent = false;                // success is not answered
    std::vector<model::app_id> apps{};  // a message is for them
};

outcome refuse(code why, std::string message)
{
    return {refusal{why, std::move(message)}};
}

raw_json data_of(const call& of)
{
    return raw_json(of.what.asked.data ? std::string_view(*of.what.asked.data) : std::string_view("{}"));
}

// Nothing where there is none; a fault where it is none that may be here.
std::optional<std::string> text_in(const raw_json& data, std::string_view name, std::size_t most,
                                   std::optional<std::string>& fault)
{
    const auto at = data.find(name);
    if (!at || at->is_null())
        return std::nullopt;
    auto text = at->string();
    if (!text || base::code_points(*text) > most || base::has_control(*text))
        fault = std::string(name) + " is no text of at most " + std::to_string(most) + " characters";
    return text;
}

// --- 1xx: to the platform

outcome describe(const call& of)
{
    const raw_json data = data_of(of);
    std::optional<std::string> fault;
    ops::self_description said{text_in(data, "name", name_most, fault), {}, {}};
    if (said.name && said.name->empty())
        said.name.reset();
    const auto version = text_in(data, "product_version", version_most, fault);
    if (!fault && (!version || version->empty()))
        fault = "product_version is missing";
    const auto properties = data.find("properties");
    if (properties && !properties->is_null())
        said.properties = std::string(properties->text());
    if (said.properties && (!properties->is_object() || said.properties->size() > properties_most))
        fault = "properties is no object of at most 16 KiB";
    if (fault)
        return refuse(code::bad_request, *fault);
    said.version = *version;
    ops::describe_device(of.in, of.device, said);
    return {};
}

void write_organization(base::json_writer& json, const store::organization_entry& home,
                        const std::optional<model::person>& administrator)
{
    json.name("organization").open_object();
    json.name("org_id").text(std::to_string(home.what.id.value)).name("name").text(home.what.name);
    if (administrator)
        write_administrator(json, "admin", *administrator);
    json.close_object();
}

outcome query(const call& of)
{
    outcome made;
    base::json_writer json(made.more);
    const auto* const home = of.in.index.organization(of.device.organization);
    json.name("status").number(of.device.locked ? 0 : 1).name("name").text(of.device.name);
    const auto administrator = home ? ops::administrator_of(of.in.sql, home->what) : std::nullopt;
    if (home)
        write_organization(json, *home, administrator);
    if (of.how.compat_v10)
        json.name("org_id").text(home ? std::to_string(home->what.id.value) : "");
    if (of.how.compat_v10 && administrator)
        write_administrator(json, "org_admin", *administrator);
    json.name("last_access").number(seconds_of(of.device.accessed_before));
    if (const auto newest = store::offered_firmware(of.in.sql, of.device.product))
        json.name("product_version").text(newest->version);
    return made;
}

outcome offer_firmware(const call& of)
{
    const auto newest = store::offered_firmware(of.in.sql, of.device.product);
    if (!newest)
        return refuse(code::unreachable, "no firmware was published for this model");
    outcome made;
    base::json_writer(made.more)
        .name("version")
        .text(newest->version)
        .name("upgrade_type")
        .text(model::name_of(newest->upgrade))
        .name("file_path")
        .text(firmware_address(of.how.downloads, *newest))
        .name("checksum")
        .text(newest->md5);
    return made;
}

outcome unbind(const call& of)
{
    const auto* const device = store::find_device(of.in.index, of.device.external);
    const auto* const product = store::find_product(of.in.index, device->model);
    if (!product || !product->what.may_unbind)
        return refuse(code::not_permitted, "unbind not allowed for this product");
    if (!of.device.organization)
        return {};
    ops::unbind_device(of.in, of.device, ops::acting(of.device, of.now));
    return {};
}

outcome alarm(const call& of)
{
    const raw_json data = data_of(of);
    const auto given = data.find("code");
    const auto number = given ? given->integer() : std::nullopt;
    std::optional<std::string> fault;
    const auto text = text_in(data, "msg", alarm_text_most, fault);
    if (!number || !text || fault)
        return refuse(code::bad_request, fault.value_or("code and msg are needed"));
    ops::raise_alarm(of.in, of.device, *number, *text, of.now);
    return {};
}

// --- 300: to apps

// Those that it is for, or why it is for none.
outcome route(const call& of)
{
    if (of.what.command.empty())
        return refuse(code::bad_request, "cmd is missing");
    const auto* const device = store::find_device(of.in.index, of.device.external);
    const std::string to = of.what.asked.to.value_or("");
    const bool is_bound = std::find(device->apps.begin(), device->apps.end(), to) != device->apps.end();
    if (device->apps.empty())
        return refuse(code::unbound, "device is not bound to any app");
    const auto* const named = to.empty() ? nullptr : store::find_app(of.in.index, to);
    if (!to.empty() && (!named || named->what.suspended))
        return refuse(code::unreachable, "the app is unknown or suspended");
    if (!to.empty() && !is_bound)
        return refuse(code::unbound, "device is not bound to this app");
    outcome made;
    made.silent = !of.how.ack_300;
    for (const std::string& each : device->apps)
        if (const auto* const app = store::find_app(of.in.index, each);
            app && !app->what.suspended && (to.empty() || each == to))
            made.apps.push_back(app->what.id);
    if (made.apps.empty())
        return refuse(code::unreachable, "the app is suspended");
    return made;
}

outcome carry_out(const call& of)
{
    const bool is_reply = of.what.asked.action == action::control ||
                          of.what.asked.action == action::log_upload;
    if (of.what.refused)
        return {of.what.refused};
    if (of.device.locked && of.what.asked.action != action::device_query && !is_reply)
        return refuse(code::banned, "the device is locked");
    switch (of.what.asked.action) {
    case action::time_sync: return {};
    case action::description: return describe(of);
    case action::device_query: return query(of);
    case action::firmware_query: return offer_firmware(of);
    case action::unbind: return unbind(of);
    case action::alarm: return alarm(of);
    case action::control:
    case action::log_upload:
        take_answer(of.in, of.device.id, of.what.asked, of.now);
        return {{}, {}, true, {}};
    case action::to_app: return route(of);
    default: return refuse(code::unsupported, "this action is not supported");
    }
}

// It goes to the app as it is; where it was asked for it is kept here, too.
void overhear(const call& of, const named_feature& what)
{
    if (!ops::is_feature_type(what.type) || what.value.size() > ops::feature_most)
        return;
    const auto known = ops::find_user(of.in, of.device.organization, what.user);
    const auto who = known ? store::find_person(of.in.sql, *known) : std::nullopt;
    if (who)
        ops::overhear_feature(of.in, {*who, what.type, what.value, of.device.id},
                              ops::acting(of.device, of.now));
}

std::string reply_text(const call& of, outcome& made)
{
    envelope asked = of.what.asked;
    asked.from = of.device.external;
    if (asked.action == 0)
        asked.action = action::to_app;  // what a device sends most, and where bad JSON has its code
    if (asked.action == action::to_app && !of.what.command.empty())
        base::json_writer(made.more).name("cmd").text(of.what.command);
    const code said = made.refused ? made.refused->why : code::ok;
    return write_message(reply_to(
        asked, seconds_of(of.now),
        reply_data(static_cast<std::int64_t>(said), made.refused ? made.refused->message : "", made.more)));
}

// Sent twice it is one: what was asked, under its number or, without one, of its time.
std::string identity_of(const envelope& what)
{
    return what.mid.value_or("") + '\n' + (what.mid ? "" : std::to_string(what.time.value_or(0))) + '\n' +
           std::to_string(what.action) + '\n' + what.data.value_or("");
}

// Where a device counts its messages. Of a reply it is our number; what is longer is a time.
std::optional<std::int64_t> own_number_of(const envelope& what)
{
    constexpr std::size_t digits_most = 10;
    const bool is_reply = what.action == action::control || what.action == action::log_upload;
    if (!what.mid || what.mid->empty() || what.mid->size() > digits_most || is_reply)
        return std::nullopt;
    std::int64_t number = 0;
    const char* const end = what.mid->data() + what.mid->size();
    const auto [stopped, error] = std::from_chars(what.mid->data(), end, number);
    return error == std::errc{} && stopped == end ? std::optional{number} : std::nullopt;
}

// What is sent as soon as it is written says what the device's clock shows. A check-in may be old, and so may
// what is kept until it is taken.
bool is_live(const device_message& what)
{
    const std::int64_t action = what.asked.action;
    return action == action::time_sync || action == action::description || action == action::device_query ||
           action == action::firmware_query || what.held_stamp;
}

void read_clock(device_message& what)
{
    const bool has_time = what.asked.time && *what.asked.time > 0;
    what.kept.takes_time = what.asked.action == action::time_sync;
    if (has_time && is_live(what))
        what.kept.clock_says = read_time(*what.asked.time);
}

}  // namespace

device_message read_uplink(const store::keyring& keys, const std::string& device, std::string_view payload,
                           base::instant now)
{
    read_envelope read = read_message(payload);
    device_message made{device, std::move(read.what), {}, {}, {}, {device, {}, {}}};
    const envelope& asked = made.asked;
    made.kept.kept = store::draft_message(keys, device, now, asked.action, payload,
                                          read.fault ? std::string(payload) : identity_of(asked));
    if (read.fault)
        made.refused = refusal{code::bad_request, std::move(*read.fault)};
    else if (asked.from && *asked.from != device)
        made.refused = refusal{code::not_permitted, "from is another device"};
    if (made.refused)
        return made;
    made.kept.kept.own_number = own_number_of(asked);
    if (asked.action != action::to_app || !asked.data) {
        read_clock(made);
        return made;
    }
    const raw_json data(*asked.data);
    made.command = command_of(data).value_or("");
    made.feature = feature_read(made.command, data);
    if (made.command == checkin_command)
        for (checkin_row& each : read_checkin(data).rows)
            made.kept.seen.push_back({std::move(each.user), read_method(each.type), read_time(each.time)});
    if (!made.kept.seen.empty())
        made.kept.kept.about = seconds_of(made.kept.seen.front().at);
    if (made.command == user_sync_command)
        made.held_stamp = read_held_stamp(data);
    read_clock(made);
    return made;
}

device_answer answer_uplink(store::transaction& in, const device_message& what, const device_options& how,
                            base::instant now)
{
    const auto* const device = store::find_device(in.index, what.device);
    GATEHOUSE_ASSERT(device != nullptr);
    const call asked{in, what, how, now, device->what};
    outcome made = carry_out(asked);
    device_answer answer;
    // Whether an app hears of it or not, whom a device saw is known here.
    answer.punches = ops::take_in(in, what.kept, made.apps);
    if (what.held_stamp && !made.refused)
        ops::take_stamp(in, asked.device.id, made.apps, *what.held_stamp, now);
    if (what.feature && !made.refused)
        overhear(asked, *what.feature);
    if (made.refused || !made.silent)
        answer.down.push_back(reply_text(asked, made));
    return answer;
}

}  // namespace gatehouse::wire::deli
