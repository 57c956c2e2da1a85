#include "api/device_orders.hpp"

#include "api/devices.hpp"
#include "model/tap_time.hpp"
#include "ops/device_orders.hpp"
#include "ops/places.hpp"
#include "store/device_orders.hpp"

namespace gatehouse::api {

enum class order_state : std::uint8_t { waiting, answered, timed_out };

struct order_item {
    model::device_order_id id;
    model::order_kind kind{};
    std::string actor;
    order_state state{};
    base::instant asked_at;
    base::instant until;
    endpoint::json_text asked;
    std::optional<base::instant> answered_at{};
    std::optional<endpoint::json_text> answer{};
};

// With what goes to the machine.
struct given_order : order_item {
    std::string device;
    endpoint::device_order what;
};

struct command_input {
    std::string command;
    std::optional<endpoint::json_text> payload;
};

struct log_input {
    std::string host;
    std::int64_t port = 21;
    std::optional<std::string> first_day;
    std::optional<std::string> last_day;
};

}  // namespace gatehouse::api

namespace gatehouse::model {

template <>
inline constexpr std::array<std::string_view, 3> enumerator_names<api::order_state>{"waiting", "answered",
                                                                                    "timed_out"};

}  // namespace gatehouse::model

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::order_item> = std::tuple{
    field{"id", &api::order_item::id, presence::required, "Identifies it; rises with time.", "1"},
    field{"kind", &api::order_item::kind, presence::required, "What it is.", "control"},
    field{"actor", &api::order_item::actor, presence::required, "Who gave it, as the audit trail names them.",
          "login office"},
    field{"state", &api::order_item::state, presence::required,
          "`timed_out`: no answer came by `until`; one that comes later is taken all the same.", "waiting"},
    field{"asked_at", &api::order_item::asked_at, presence::required, "When.", "2026-05-28T08:00:00Z"},
    field{"until", &api::order_item::until, presence::required, "How long an answer is waited for.",
          "2026-05-28T08:00:30Z"},
    field{"asked", &api::order_item::asked, presence::required, "What it was told."},
    field{"answered_at", &api::order_item::answered_at, presence::required, "When its answer came.",
          "2026-05-28T08:00:01Z"},
    field{"answer", &api::order_item::answer, presence::required,
          "The machine's answer in its own words: `code` 0 is success."}};

template <>
inline constexpr auto fields_of<api::given_order> = fields_of<api::order_item>;

template <>
inline constexpr auto fields_of<api::command_input> = std::tuple{
    field{"command",
          &api::command_input::command,
          presence::required,
          "Which, in the vendor's words.",
          "reboot",
          {1, 256}},
    field{"payload", &api::command_input::payload, presence::optional, "What goes with it; at most 64 KiB."}};

template <>
inline constexpr auto fields_of<api::log_input> = std::tuple{
    field{"host",
          &api::log_input::host,
          presence::required,
          "The FTP server that it sends its log to.",
          "ftp.example.cn",
          {1, 253}},
    field{"port", &api::log_input::port, presence::optional, "21 when left out.", "21", {1, 65535}},
    field{"first_day",
          &api::log_input::first_day,
          presence::optional,
          "From this day on: YYYY-MM-DD.",
          "2026-05-27",
          {10, 10}},
    field{"last_day",
          &api::log_input::last_day,
          presence::optional,
          "To this day: YYYY-MM-DD.",
          "2026-05-28",
          {10, 10}}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

constexpr std::size_t payload_most = std::size_t{64} << 10U;

order_item item_of(const model::device_order& of, base::instant now)
{
    order_item made{of.id, of.kind, of.actor, order_state::waiting, of.asked_at, of.until, {of.asked}};
    if (of.answered_at)
        made.state = order_state::answered;
    else if (now >= of.until)
        made.state = order_state::timed_out;
    made.answered_at = of.answered_at;
    if (of.answer)
        made.answer = endpoint::json_text{*of.answer};
    return made;
}

// Orders are not kept for a machine that is not there.
template <class Asked>
base::result<store::device_entry> connected_device(store::transaction& in, const Asked& asked,
                                                   const endpoint::services& with)
{
    auto found = device_of(in.sql, in.index, asked.by, asked.template id<model::device_id>(0));
    if (found && (!with.devices || !with.devices->is_online(found->what.external)))
        return base::error{errc::conflict, "The device is not connected."};
    return found;
}

template <class Body>
std::string text_of(const Body& of)
{
    std::string text;
    base::json_writer json(text);
    json.open_object();
    endpoint::for_each_field<Body>([&](const auto& f) {
        const auto& value = of.*f.member;
        if constexpr (requires { value.has_value(); }) {
            if (!value)
                return;
        }
        json.name(f.name);
        endpoint::write_json(json, value);
    });
    json.close_object();
    return text;
}

base::result<given_order> order_command(store::transaction& in, const call<nothing, command_input>& asked,
                                        const endpoint::services& with)
{
    const auto found = connected_device(in, asked, with);
    if (!found)
        return found.error();
    const command_input& from = asked.body;
    if (from.payload && from.payload->object.size() > payload_most)
        return ops::wrong("/payload", "is more than 64 KiB");
    const auto made = ops::give_order(in, found->what, model::order_kind::control, text_of(from),
                                      asked.by.author());
    endpoint::device_command what{made.number, from.command, {}};
    if (from.payload)
        what.payload = from.payload->object;
    return given_order{item_of(made, asked.by.now), found->what.external, std::move(what)};
}

bool is_day(const std::optional<std::string>& text)
{
    return !text || model::read_rfc3339(*text + "T00:00:00Z");
}

base::result<given_order> order_log(store::transaction& in, const call<nothing, log_input>& asked,
                                    const endpoint::services& with)
{
    const auto found = connected_device(in, asked, with);
    if (!found)
        return found.error();
    const log_input& from = asked.body;
    for (const auto& [where, day] : {std::pair{"/first_day", &from.first_day}, {"/last_day", &from.last_day}})
        if (!is_day(*day))
            return ops::wrong(where, "is no day such as 2026-05-28");
    const auto made = ops::give_order(in, found->what, model::order_kind::log_upload, text_of(from),
                                      asked.by.author());
    return given_order{
        item_of(made, asked.by.now), found->what.external,
        endpoint::log_request{made.number, from.host, from.port, from.first_day, from.last_day}};
}

// One that went away meanwhile does not answer in time.
void send_order(const endpoint::services& with, const given_order& what)
{
    if (with.devices)
        with.devices->order(what.device, what.what);
}

base::result<order_item> read_order(const reading& in, const call<nothing, nothing>& asked)
{
    const auto device = device_of(in.sql, in.index, asked.by, asked.id<model::device_id>(0));
    if (!device)
        return device.error();
    const auto found = store::find_order(in.sql, in.keys, device->what.id,
                                         asked.id<model::device_order_id>(1));
    if (!found)
        return base::error{errc::not_found};
    return item_of(*found, asked.by.now);
}

using endpoint::right;
using net::verb;

}  // namespace

std::span<const endpoint::route> device_order_routes()
{
    static constexpr std::array table{
        write_then<order_command, send_order>(
            "order_device", verb::post, "/api/v1/devices/{device}/orders", right::administer,
            "Tells a connected machine to do something; its answer is read at the order. 409 where it is not "
            "connected.",
            201),
        write_then<order_log, send_order>(
            "order_device_log", verb::post, "/api/v1/devices/{device}/logs", right::administer,
            "Tells a connected machine to send its log to an FTP server; its answer is read at the order.",
            201),
        read<read_order>("read_device_order", "/api/v1/devices/{device}/orders/{order}", right::administer,
                         "What became of an order, for 30 days."),
    };
    return table;
}

}  // namespace gatehouse::api
