#include "api/faces.hpp"

#include "api/people.hpp"
#include "endpoint/picture.hpp"
#include "ops/faces.hpp"
#include "ops/people.hpp"
#include "ops/privacy.hpp"
#include "ops/visitor_settings.hpp"
#include "store/clients.hpp"
#include "store/devices.hpp"
#include "store/holdings.hpp"
#include "store/visit_deliveries.hpp"

#include <charconv>

namespace gatehouse::api {

struct face_item {
    std::string state;
    std::optional<base::instant> since;
    std::optional<std::string> fetching;
};

struct consent_input {
    model::consent_giver given_by = model::consent_giver::self;
    std::optional<model::person_id> guardian;
    bool is_14_or_older = false;
    base::instant given_at;
    std::string notice;
};

// What keeps data of its own that we have no hand on.
struct holding_item {
    std::string kind;
    std::optional<model::channel_id> channel;
    std::string address;
    std::vector<model::visit_id> visits;
};

struct erased_item {
    model::person_id person;
    std::vector<holding_item> devices;
    std::vector<model::client_id> clients;
};

inline constexpr std::array<std::string_view, 2> holding_kinds{"face_host", "machine"};
inline constexpr std::array<std::string_view, 3> face_states{"none", "aside", "usable"};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

template <>
inline constexpr auto fields_of<api::face_item> = std::tuple{
    field{"state",
          &api::face_item::state,
          presence::required,
          "`aside`: kept, and given to no device, since there is no consent that counts.",
          "aside",
          {.one_of = api::face_states}},
    field{"since", &api::face_item::since, presence::required, "When it came.", "2026-05-28T08:00:00Z"},
    field{"fetching", &api::face_item::fetching, presence::required,
          "`waiting` while one is to be fetched from an address; why it came to nothing."}};

template <>
inline constexpr auto fields_of<model::consent> = std::tuple{
    field{"id", &model::consent::id, presence::required, "Identifies it.", "1"},
    field{"organization_id", &model::consent::organization, presence::required, "Where.", "1"},
    field{"person_id", &model::consent::person, presence::required, "Whose face, or whose fingers.", "1"},
    field{"purpose", &model::consent::purpose, presence::required, "What for.", "face"},
    field{"given_by", &model::consent::given_by, presence::required, "By whom.", "guardian"},
    field{"guardian_id", &model::consent::guardian, presence::required, "Which guardian.", "2"},
    field{"given_at", &model::consent::given_at, presence::required, "When.", "2026-05-28T08:00:00Z"},
    field{"notice", &model::consent::notice, presence::required, "The text that they were shown.",
          "人脸照片仅用于校门通行，毕业后删除。"},
    field{"recorded_at", &model::consent::recorded_at, presence::required, "When it was recorded here.",
          "2026-05-28T08:00:07Z"},
    field{"is_14_or_older", &model::consent::is_14_or_older, presence::required,
          "Whether a pupil was old enough to give it; without it their own does not count.", "true"}};

template <>
inline constexpr auto fields_of<api::consent_input> = std::tuple{
    field{"given_by", &api::consent_input::given_by, presence::required, "By whom.", "self"},
    field{"guardian_id", &api::consent_input::guardian, presence::optional,
          "Which guardian, where one gives it.", "2"},
    field{"is_14_or_older", &api::consent_input::is_14_or_older, presence::required,
          "Whether a pupil is old enough to give it.", "true"},
    field{"given_at", &api::consent_input::given_at, presence::required, "When.", "2026-05-28T08:00:00Z"},
    field{"notice",
          &api::consent_input::notice,
          presence::required,
          "The text that they were shown.",
          "人脸照片仅用于校门通行，毕业后删除。",
          {1, 4000, text_form::free}}};

template <>
inline constexpr auto fields_of<api::holding_item> = std::tuple{
    field{"kind",
          &api::holding_item::kind,
          presence::required,
          "What it is.",
          "face_host",
          {.one_of = api::holding_kinds}},
    field{"channel_id", &api::holding_item::channel, presence::required,
          "The way to a face host; null of a machine.", "3"},
    field{"address", &api::holding_item::address, presence::required,
          "Where a face host stands now, empty where none is set any more; what a machine connects with.",
          "192.168.18.53"},
    field{"visits", &api::holding_item::visits, presence::required,
          "Whose guests it was given, with this person's name as whom they visit, or with this "
          "person's phone."}};

template <>
inline constexpr auto fields_of<api::erased_item> = std::tuple{
    field{"person_id", &api::erased_item::person, presence::required, "Whose name and key are gone.", "1"},
    field{"devices", &api::erased_item::devices, presence::required,
          "What was given something of theirs and has not confirmed that it is gone: a face host takes the "
          "guests of a visit out at its end, a machine removes whom an app tells it to."},
    field{"clients", &api::erased_item::clients, presence::required,
          "The clients whose software may still hold something of theirs: who pushed them here, and whose "
          "readers know their cards."}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;
using model::consent_purpose;

base::result<face_item> read_face(const reading& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto face = store::find_face(in.sql, who->id);
    face_item made{"none", std::nullopt, store::face_fetch_outcome(in.sql, who->id)};
    if (face) {
        made.state = ops::has_consent(in.sql, who->id, who->role, consent_purpose::face) ? "usable" : "aside";
        made.since = face->created_at;
    }
    return made;
}

void serve_picture(endpoint::exchange&& of)
{
    const auto by = find_caller(of.with, of.request, of.at.who);
    if (!by)
        return of.ask.answer(refuse(by.error()));
    call<nothing, nothing> asked{{*by, {std::string(of.path.front())}}, {}, {}};
    endpoint::read(
        of.with, std::move(of.ask),
        [&with = of.with, asked = std::move(asked)](store::connection& sql) {
            const auto who = person_of(sql, asked);
            const auto face = who ? store::find_face(sql, who->id) : std::nullopt;
            if (face && !ops::has_consent(sql, who->id, who->role, consent_purpose::face))
                return base::result<endpoint::picture_bytes>(
                    base::error{errc::conflict, "The face is kept aside: no consent to it stands."});
            return endpoint::open_picture(sql, with, face ? std::optional(face->picture) : std::nullopt);
        },
        [](const base::result<endpoint::picture_bytes>& outcome) {
            return outcome ? endpoint::picture_reply(*outcome, "no-store") : refuse(outcome.error());
        });
}

template <consent_purpose For>
base::result<model::consent> read_consent(const reading& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    auto found = store::find_consent(in.sql, who->id, For);
    if (!found)
        return base::error{errc::not_found};
    return *std::move(found);
}

template <consent_purpose For>
base::result<model::consent> put_consent(store::transaction& in, const call<nothing, consent_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const consent_input& given = asked.body;
    return ops::record_consent(
        in, *who, {For, given.given_by, given.guardian, given.is_14_or_older, given.given_at, given.notice},
        asked.by.author());
}

template <consent_purpose For>
base::result<nothing> delete_consent(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    return silent(ops::withdraw_consent(in, *who, For, asked.by.author()));
}

base::result<nothing> delete_face(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    ops::take_face(in, *who, asked.by.author());
    return nothing{};
}

// Of one organization, which has one face host, and of every machine.
std::vector<holding_item> holdings_of(store::transaction& in, const model::person& who)
{
    std::vector<holding_item> made;
    for (const store::held_entry& each : store::held_entries(in.sql, who)) {
        if (made.empty()) {
            const auto host = ops::find_face_host(in.sql, in.keys, who.organization);
            made.push_back({std::string(holding_kinds[0]), each.channel, host ? host->address : "", {}});
        }
        made.back().visits.push_back(each.visit);
    }
    for (const store::holding& each : store::holdings_of(in.sql, who.id))
        if (const auto* const device = store::find_device(in.sql, in.index, each.device);
            device && each.holds)
            made.push_back({std::string(holding_kinds[1]), {}, device->what.external, {}});
    return made;
}

// Their files go with the next clearing up: nothing opens them any more.
base::result<erased_item> erase_person(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto id = asked.id<model::person_id>(0);
    const auto living = visible(asked.by, store::find_person(in.sql, id));
    const auto who = living ? living : visible(asked.by, store::find_former_person(in.sql, id));
    if (!who)
        return who.error();
    auto clients = store::clients_that_know(in.sql, id);
    auto devices = holdings_of(in, *who);
    if (living)
        ops::end_person(in, *who, asked.by.author());
    else if (store::is_to_clear(in.sql, id))
        ops::clear_person(in, *who, asked.by.author());
    store::mark_cleared(in, id);
    ops::erase_person(in, *who, asked.by.author());
    return erased_item{id, std::move(devices), std::move(clients)};
}

using endpoint::right;
constexpr std::string_view face = "/api/v1/people/{person}/face";
constexpr std::string_view consent = "/api/v1/people/{person}/face_consent";
constexpr std::string_view location_consent = "/api/v1/people/{person}/location_consent";
constexpr std::string_view fingerprint_consent = "/api/v1/people/{person}/fingerprint_consent";

}  // namespace

std::span<const endpoint::route> face_routes()
{
    static constexpr std::array table{
        read<read_face>("read_face", face, right::see,
                        "Whether a person has a face here, and whether it is used."),
        write<delete_face>("delete_face", net::verb::delete_, face, right::manage,
                           "Takes the face away, with the consent and what is to be fetched."),
        endpoint::route{"read_face_picture",
                        net::verb::get,
                        "/api/v1/people/{person}/face/picture",
                        right::see,
                        0,
                        serve_picture,
                        refuse_request,
                        {"The face itself; 409 while it is kept aside.", 200, nullptr, nullptr,
                         endpoint::write_picture_success}},
        read<read_consent<consent_purpose::face>>("read_face_consent", consent, right::see,
                                                  "The consent that stands."),
        write<put_consent<consent_purpose::face>>(
            "put_face_consent", net::verb::put, consent, right::manage,
            "Records a consent, in the place of one that stands: the face may be used."),
        write<delete_consent<consent_purpose::face>>("delete_face_consent", net::verb::delete_, consent,
                                                     right::manage,
                                                     "Withdraws it: the face is kept aside from now on."),
        read<read_consent<consent_purpose::fingerprint>>("read_fingerprint_consent", fingerprint_consent,
                                                         right::see, "The consent that stands."),
        write<put_consent<consent_purpose::fingerprint>>(
            "put_fingerprint_consent", net::verb::put, fingerprint_consent, right::manage,
            "Records a consent, in the place of one that stands: fingers may be used."),
        write<delete_consent<consent_purpose::fingerprint>>(
            "delete_fingerprint_consent", net::verb::delete_, fingerprint_consent, right::manage,
            "Withdraws it: fingers are used no more from now on."),
        read<read_consent<consent_purpose::location>>("read_location_consent", location_consent, right::see,
                                                      "The consent that stands."),
        write<put_consent<consent_purpose::location>>(
            "put_location_consent", net::verb::put, location_consent, right::manage,
            "Records a consent, in the place of one that stands: their own phone may punch for them."),
        write<delete_consent<consent_purpose::location>>(
            "delete_location_consent", net::verb::delete_, location_consent, right::manage,
            "Withdraws it: no phone punches for them from now on."),
        write<erase_person>("erase_person", net::verb::post, "/api/v1/people/{person}/erase", right::manage,
                            "The person, also one who is gone already, is forgotten at once: name and key "
                            "are destroyed. Their "
                            "punches stay, without a name."),
    };
    return table;
}

}  // namespace gatehouse::api
