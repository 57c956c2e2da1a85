#include "api/user_events.hpp"

#include "api/people.hpp"
#include "ops/places.hpp"
#include "ops/user_events.hpp"
#include "ops/user_tokens.hpp"
#include "store/devices.hpp"
#include "store/scan_codes.hpp"

namespace gatehouse::api {

struct scan_input {
    std::string text;
};
struct scan_item {
    std::string app;
    std::string name;
    std::string icon;
    std::string text;
};

struct happened_item {
    std::vector<std::string> apps;
};

struct user_token_input {
    std::string client;
    std::optional<std::int64_t> days;
};

struct device_login_input {
    std::string code;
    ops::login_state state = ops::login_state::scanned;
};
struct device_login_item {
    std::string device;
    std::optional<base::instant> ends_at;
    std::string notice;  // for the device alone
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::scan_input> = std::tuple{field{"text",
                                                                    &api::scan_input::text,
                                                                    presence::required,
                                                                    "What the phone read.",
                                                                    "EXAMPLE-QR-1",
                                                                    {1, 512, text_form::free}}};

template <>
inline constexpr auto fields_of<api::scan_item> = std::tuple{
    field{"app", &api::scan_item::app, presence::required, "Which app to open.", "370000000000000001"},
    field{"name", &api::scan_item::name, presence::required, "Its name.", "Attendance"},
    field{"icon", &api::scan_item::icon, presence::required, "Its icon's address; empty: none."},
    field{"text", &api::scan_item::text, presence::required, "What the app is told, in the header `qrcode`.",
          "EXAMPLE-QR-1"}};

template <>
inline constexpr auto fields_of<ops::user_event> = std::tuple{
    field{"event",
          &ops::user_event::event,
          presence::required,
          "What happened.",
          "sign_in",
          {.one_of = ops::user_events}},
    field{"sid",
          &ops::user_event::sid,
          presence::optional,
          "Of wifi and ble: the hotspot, or the beacon.",
          "office-5G",
          {1, 64}},
    field{"lat", &ops::user_event::latitude, presence::optional, "Of gps: degrees.", "38.6518", {1, 24}},
    field{"lng", &ops::user_event::longitude, presence::optional, "Of gps: degrees.", "104.07642", {1, 24}}};

template <>
inline constexpr auto fields_of<api::happened_item> =
    std::tuple{field{"apps", &api::happened_item::apps, presence::required, "Which apps are told.",
                     R"(["370000000000000001"])"}};

template <>
inline constexpr auto fields_of<api::user_token_input> =
    std::tuple{field{"client",
                     &api::user_token_input::client,
                     presence::required,
                     "The phone or device that gets it, as it names itself.",
                     "phone-udid-1",
                     {1, ops::user_client_most}},
               field{"days",
                     &api::user_token_input::days,
                     presence::optional,
                     "How long it holds; 7 when left out.",
                     "7",
                     {1, ops::user_token_longest.count()}}};

template <>
inline constexpr auto fields_of<ops::made_user_token> =
    std::tuple{field{"token", &ops::made_user_token::token, presence::required,
                     "Shown this once; an app asks whether it holds.", "bW9kZWw"},
               field{"ends_at", &ops::made_user_token::ends_at, presence::required, "RFC 3339, UTC.",
                     "2026-06-04T08:00:00Z"}};

template <>
inline constexpr auto fields_of<api::device_login_input> = std::tuple{
    field{"code",
          &api::device_login_input::code,
          presence::required,
          "What the device shows and the phone read.",
          "http://qr.delicloud.com?from=device&action=login&product=DL3785W&device=DL3785W_1234567890",
          {1, 512, text_form::free}},
    field{"state", &api::device_login_input::state, presence::required,
          "What the person did; `confirmed` gives the device a token of theirs for a day.", "scanned"}};

template <>
inline constexpr auto fields_of<api::device_login_item> =
    std::tuple{field{"device", &api::device_login_item::device, presence::required, "Which device was told.",
                     "DL3785W_1234567890"},
               field{"ends_at", &api::device_login_item::ends_at, presence::required,
                     "How long its token holds; null: it got none.", "2026-05-29T08:00:00Z"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

// Of an app that the caller's organization has installed: any other is like one that nobody registered.
base::result<scan_item> scan(const reading& in, const call<nothing, scan_input>& asked)
{
    const auto code = store::find_scan_code(in.sql, asked.body.text);
    const auto* const app = code ? store::find_app(in.index, code->app_external) : nullptr;
    if (!app || app->what.suspended || (code->ends_at && *code->ends_at <= asked.by.now) ||
        (asked.by.organization && !store::is_installed(*app, asked.by.organization)))
        return base::error{errc::not_found};
    return scan_item{app->what.external, app->what.name, app->what.icon, asked.body.text};
}

base::result<happened_item> happen(store::transaction& in, const call<nothing, ops::user_event>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    if (auto right = ops::check(asked.body); !right)
        return right.error();
    return happened_item{ops::happen(in, *who, asked.body, asked.by.author())};
}

base::result<ops::made_user_token> issue(store::transaction& in, const call<nothing, user_token_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const std::chrono::days life{asked.body.days.value_or(ops::user_token_usual.count())};
    return ops::issue_user_token(in, *who, asked.body.client, life, asked.by.author());
}

base::result<nothing> revoke(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    ops::revoke_user_tokens(in, *who, asked.by.author());
    return nothing{};
}

base::result<device_login_item> log_in(store::transaction& in, const call<nothing, device_login_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto named = ops::device_of_login_code(asked.body.code);
    if (!named)
        return ops::wrong("/code", "is no login code of a device");
    const auto* const device = store::find_device(in.index, *named);
    if (!device || device->what.organization != who->organization || device->what.locked)
        return base::error{errc::not_found};
    std::optional<ops::made_user_token> token;
    if (asked.body.state == ops::login_state::confirmed)
        token = ops::issue_user_token(in, *who, *named, std::chrono::days{1}, asked.by.author());
    return device_login_item{*named, token ? std::optional{token->ends_at} : std::nullopt,
                             ops::login_notice(*who, *named, asked.body.state, token, asked.by.now)};
}

// The device is told once the token is on disk. One that is away gets none.
void serve_login(endpoint::exchange&& of)
{
    auto asked = read_call<nothing, device_login_input>(of);
    if (!asked)
        return of.ask.answer(refuse(asked.error()));
    auto* const devices = of.with.devices;
    const base::error away{errc::conflict, "The device is not connected."};
    endpoint::write(
        of.with, std::move(of.ask),
        [devices, away, asked = std::move(*asked)](store::transaction& in) {
            auto made = log_in(in, asked);
            if (made && (!devices || !devices->is_online(made->device)))
                made = away;
            return made;
        },
        [devices, away](const base::result<device_login_item>& outcome) {
            if (outcome && !devices->send(outcome->device, outcome->notice))
                return refuse(away);
            return answer(outcome, 200);
        });
}

using endpoint::right;
constexpr std::string_view tokens = "/api/v1/people/{person}/user_tokens";

// Reads, although it is asked with a body.
void serve_scan(endpoint::exchange&& of)
{
    detail::serve_read<scan>(std::move(of));
}

}  // namespace

std::span<const endpoint::route> user_event_routes()
{
    static constexpr std::array table{
        detail::row<scan>("scan", net::verb::post, "/api/v1/scans", right::see,
                          "Which app a scanned text opens; 404 where no app registered it.", 200, serve_scan),
        write<happen>(
            "report_user_event", net::verb::post, "/api/v1/people/{person}/events", right::manage,
            "Something happened to a person, as their phone says it: apps that subscribed are told."),
        write<issue>("issue_user_token", net::verb::post, tokens, right::manage,
                     "A token by which an app knows the person's phone.", 201),
        write<revoke>("revoke_user_tokens", net::verb::delete_, tokens, right::manage,
                      "None of the person's tokens holds any more."),
        detail::row<log_in>(
            "log_in_at_device", net::verb::post, "/api/v1/people/{person}/device_logins", right::manage,
            "Tells a device that a person read its login code, or confirmed it.", 200, serve_login),
    };
    return table;
}

}  // namespace gatehouse::api
