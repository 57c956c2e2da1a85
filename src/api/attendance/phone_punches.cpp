#include "api/attendance/phone_punches.hpp"

#include "api/intake.hpp"
#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/attendance/phone_punches.hpp"
#include "store/attendance/phones.hpp"

namespace gatehouse::api {

namespace sa = store::attendance;
namespace rules = model::attendance;

struct wifi_input {
    std::string bssid;
    std::string ssid;
};

struct gps_input {
    double latitude = 0;
    double longitude = 0;
    double accuracy = 0;
};

struct ble_input {
    std::string id;
    std::int64_t signal = 0;
    std::int64_t seconds_ago = 0;
};

struct phone_punch_input {
    std::optional<base::instant> at;
    std::optional<std::string> phone;
    std::optional<wifi_input> wifi;
    std::optional<gps_input> gps;
    std::optional<ble_input> ble;
    std::optional<bool> simulated;
    std::optional<bool> automatic;
};

struct phone_punch_answer {
    bool accepted = false;
    std::optional<std::string> means;
    std::optional<std::string> refusal;
    std::optional<base::instant> earlier_at;
    base::instant at{};
    bool clock_doubtful = false;
    std::optional<std::int64_t> punch_id;
};

struct phone_request_item {
    std::int64_t id = 0;
    base::instant at{};
    std::optional<base::instant> claimed_at;
    bool accepted = false;
    std::optional<std::string> means;
    std::optional<std::string> refusal;
    std::optional<std::string> shown;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::wifi_input> = std::tuple{
    field{"bssid",
          &api::wifi_input::bssid,
          presence::required,
          "Of the access point.",
          "02:00:5e:10:00:01",
          {1, 32}},
    field{"ssid", &api::wifi_input::ssid, presence::required, "The network's name.", "office", {0, 32}}};

template <>
inline constexpr auto fields_of<api::gps_input> = std::tuple{
    field{"latitude", &api::gps_input::latitude, presence::required, "Degrees, WGS 84.", "31.231", {-90, 90}},
    field{"longitude",
          &api::gps_input::longitude,
          presence::required,
          "Degrees, WGS 84.",
          "121.47",
          {-180, 180}},
    field{"accuracy",
          &api::gps_input::accuracy,
          presence::required,
          "Metres: the radius that holds the place with 68 %.",
          "60",
          {0, 100'000}}};

template <>
inline constexpr auto fields_of<api::ble_input> = std::tuple{
    field{"id", &api::ble_input::id, presence::required, "The beacon's, or the machine's.", "b-1", {1, 64}},
    field{"signal", &api::ble_input::signal, presence::required, "dBm.", "-60", {-200, 100}},
    field{"seconds_ago",
          &api::ble_input::seconds_ago,
          presence::optional,
          "How long ago it was seen; now when left out.",
          "3",
          {0, 86400}}};

template <>
inline constexpr auto fields_of<api::phone_punch_input> = [] {
    using m = api::phone_punch_input;
    return std::tuple{
        field{"at", &m::at, presence::optional,
              "The phone's own time. It is kept, and never used: the server's time counts.",
              "2026-04-07T00:57:00Z"},
        field{
            "phone",
            &m::phone,
            presence::optional,
            "What the phone calls itself; a phone that somebody else used today is refused. Only a digest is "
            "kept.",
            "6f1e…",
            {1, 128}},
        field{"wifi", &m::wifi, presence::optional, "The access point that it is connected to."},
        field{"gps", &m::gps, presence::optional, "Where it is."},
        field{"ble", &m::ble, presence::optional, "A beacon, or a machine, that it sees."},
        field{"simulated", &m::simulated, presence::optional, "The phone says that its place is simulated."},
        field{"automatic", &m::automatic, presence::optional,
              "Nobody pressed anything: taken only near the shift's begin or end."}};
}();

template <>
inline constexpr auto fields_of<api::phone_punch_answer> = [] {
    using m = api::phone_punch_answer;
    return std::tuple{
        field{"accepted", &m::accepted, presence::required, "Whether it is a punch.", "true"},
        field{"means", &m::means, presence::required, "What proved it: wifi, gps or ble.", "gps"},
        field{"refusal", &m::refusal, presence::required,
              "The first reason: not_allowed, outside_window, too_soon, mock_location, shared_phone, "
              "ssid_only, "
              "wifi_unknown, accuracy_too_poor, outside_fence, fence_uncertain, ble_unknown, ble_weak, "
              "ble_stale."},
        field{"earlier_at", &m::earlier_at, presence::required, "Of too_soon: the punch that it came after."},
        field{"at", &m::at, presence::required, "The time that counts.", "2026-04-07T00:57:00Z"},
        field{"clock_doubtful", &m::clock_doubtful, presence::required,
              "The phone's own time is more than five minutes off.", "false"},
        field{"punch_id", &m::punch_id, presence::required, "The punch; null where it was refused.", "12"}};
}();

template <>
inline constexpr auto fields_of<api::phone_request_item> = [] {
    using m = api::phone_request_item;
    return std::tuple{
        field{"id", &m::id, presence::required, "Identifies it.", "1"},
        field{"at", &m::at, presence::required, "When it was asked.", "2026-04-07T00:57:00Z"},
        field{"claimed_at", &m::claimed_at, presence::required, "The phone's own time."},
        field{"accepted", &m::accepted, presence::required, "Whether it became a punch.", "true"},
        field{"means", &m::means, presence::required, "What proved it.", "gps"},
        field{"refusal", &m::refusal, presence::required, "Why it was refused."},
        field{"shown", &m::shown, presence::required,
              "What the phone showed, in the words of cases; null where it was erased.",
              "gps 31.231000 121.470000 accuracy 60"}};
}();

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

base::result<with_punches<phone_punch_answer>> punch(store::transaction& in,
                                                     const call<nothing, phone_punch_input>& asked)
{
    auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const phone_punch_input& given = asked.body;
    ops::attendance::phone_asked what;
    what.who = *std::move(who);
    what.claimed_at = given.at;
    what.phone = given.phone.value_or("");
    what.shown.mock = given.simulated.value_or(false);
    what.shown.automatic = given.automatic.value_or(false);
    if (given.wifi)
        what.shown.wifi = rules::access_point{given.wifi->bssid, given.wifi->ssid};
    if (given.gps)
        what.shown.gps = rules::gps_fix{given.gps->latitude, given.gps->longitude, given.gps->accuracy};
    if (given.ble)
        what.shown.ble = rules::beacon_seen{given.ble->id, static_cast<int>(given.ble->signal),
                                            std::chrono::seconds(given.ble->seconds_ago), true};
    auto made = ops::attendance::ask_by_phone(in, what, asked.by.author());
    phone_punch_answer answer;
    answer.accepted = made.decision.accepted();
    if (answer.accepted)
        answer.means = made.decision.means;
    else
        answer.refusal = rules::name_of(made.decision.refusal);
    answer.earlier_at = made.earlier;
    answer.at = made.at;
    answer.clock_doubtful = made.clock_doubtful;
    return with_punches<phone_punch_answer>{std::move(answer), std::move(made.punch)};
}

void number(phone_punch_answer& of, std::span<const store::punch_outcome> outcomes)
{
    if (!outcomes.empty())
        of.punch_id = outcomes.front().number.value;
}

base::result<page<phone_request_item>> list_requests(const reading& in,
                                                     const call<page_query, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto before = position_of(asked.query);
    if (!before)
        return before.error();
    std::vector<phone_request_item> found;
    for (const sa::phone_request& each :
         sa::phone_requests_of(in.sql, in.keys, who->id, *before, asked.query.limit + 1))
        found.push_back(
            {each.number, each.at, each.claimed_at, !each.refusal, each.means, each.refusal, each.shown});
    return page_of(std::move(found), asked.query, [](const phone_request_item& last) { return last.id; });
}

}  // namespace

std::span<const endpoint::route> phone_punch_routes()
{
    static constexpr std::array table{
        intake<punch, number>("punch_by_phone", "/api/v1/people/{person}/attendance/phone_punches",
                              endpoint::right::manage,
                              "A punch by somebody's own phone: taken where Wi-Fi, place or a beacon proves "
                              "that they are there. A refusal is an answer, too, and both are kept."),
        read<list_requests>("list_phone_punches", "/api/v1/people/{person}/attendance/phone_punches",
                            endpoint::right::see, "What their phone asked for, newest first."),
    };
    return table;
}

}  // namespace gatehouse::api
