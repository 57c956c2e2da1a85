#include "api/features.hpp"

#include "api/page.hpp"
#include "api/people.hpp"
#include "ops/features.hpp"
#include "store/devices.hpp"

namespace gatehouse::api {

struct feature_item {
    store::feature_id id;
    model::person_id person;
    std::string type;
    store::feature_state state = store::feature_state::aside;
    bool usable = false;
    std::optional<model::device_id> device;
    std::optional<model::app_id> app;
    base::instant since;
    std::optional<base::instant> until;
};

struct sending_list {
    std::vector<store::feature_sending> items;
};

struct enrolment_input {
    std::string device;
    std::string type;
};
struct enrolment_item {
    std::string device;
    std::string type;
    base::instant ends_at;
};

}  // namespace gatehouse::api

namespace gatehouse::endpoint {

namespace {
constexpr constraint type_rule{.one_of = ops::feature_types};
constexpr std::string_view type_meaning =
    "fp: a finger. fa: a face. pass: a password. card: a card. identity: an identity card.";
}  // namespace

template <>
inline constexpr auto fields_of<api::feature_item> = std::tuple{
    field{"id", &api::feature_item::id, presence::required, "Identifies it.", "1"},
    field{"person_id", &api::feature_item::person, presence::required, "Whose it is.", "1"},
    field{"type", &api::feature_item::type, presence::required, type_meaning, "fp", type_rule},
    field{"state", &api::feature_item::state, presence::required,
          "`aside`: nobody had asked for it; it is used once somebody accepts it. `superseded`: another took "
          "its place.",
          "current"},
    field{"usable", &api::feature_item::usable, presence::required,
          "Whether the consent to it stands; a face needs one, and a finger.", "true"},
    field{"device_id", &api::feature_item::device, presence::required,
          "Where it was read, as far as is known.", "1"},
    field{"app_id", &api::feature_item::app, presence::required,
          "Which app reported it; null: the device itself.", "1"},
    field{"since", &api::feature_item::since, presence::required, "Since when it is so.",
          "2026-05-28T08:00:00Z"},
    field{"until", &api::feature_item::until, presence::required, "When another took its place.",
          "2026-05-28T08:00:00Z"}};

template <>
inline constexpr auto fields_of<store::feature_sending> = std::tuple{
    field{"device_id", &store::feature_sending::device, presence::required, "Where to.", "1"},
    field{"device", &store::feature_sending::machine, presence::required, "What it connects with.",
          "DL3785W_1234567890"},
    field{"type", &store::feature_sending::type, presence::required, type_meaning, "fp", type_rule},
    field{"app_id", &store::feature_sending::app, presence::required, "Which app sent it last.", "1"},
    field{"first_at", &store::feature_sending::first_at, presence::required, "The first time.",
          "2026-05-28T08:00:00Z"},
    field{"last_at", &store::feature_sending::last_at, presence::required, "The last time.",
          "2026-05-28T08:00:00Z"},
    field{"consented", &store::feature_sending::consented, presence::required,
          "Whether a consent stood here the last time.", "true"}};

template <>
inline constexpr auto fields_of<api::sending_list> = std::tuple{
    field{"items", &api::sending_list::items, presence::required, "One for each device and type."}};

template <>
inline constexpr auto fields_of<api::enrolment_input> =
    std::tuple{field{"device",
                     &api::enrolment_input::device,
                     presence::required,
                     "What it connects with.",
                     "DL3785W_1234567890",
                     {1, 64}},
               field{"type", &api::enrolment_input::type, presence::required, type_meaning, "fp", type_rule}};

template <>
inline constexpr auto fields_of<api::enrolment_item> =
    std::tuple{field{"device", &api::enrolment_item::device, presence::required, "Where it is expected.",
                     "DL3785W_1234567890"},
               field{"type", &api::enrolment_item::type, presence::required, type_meaning, "fp", type_rule},
               field{"ends_at", &api::enrolment_item::ends_at, presence::required,
                     "Until then, or until one comes.", "2026-05-28T08:10:00Z"}};

}  // namespace gatehouse::endpoint

namespace gatehouse::api {
namespace {

using base::errc;

base::result<page<feature_item>> list_features(const reading& in, const call<page_query, nothing>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    return page_behind(
        asked.query,
        [&](std::int64_t after, std::int64_t most) {
            return store::features_of(in.sql, whose->id, after, most);
        },
        [&](const store::feature_row& row) {
            return feature_item{
                row.id,     row.person, row.type,  row.state, ops::is_usable(in.sql, *whose, row.type),
                row.device, row.app,    row.since, row.until};
        });
}

base::result<nothing> drop_features(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    ops::take_features(in, *whose, asked.by.author());
    return nothing{};
}

base::result<sending_list> list_sendings(const reading& in, const call<nothing, nothing>& asked)
{
    const auto whose = person_of(in.sql, asked);
    if (!whose)
        return whose.error();
    return sending_list{store::sendings_of(in.sql, whose->id)};
}

base::result<store::feature_row> feature_of(store::connection& sql, const call<nothing, nothing>& asked)
{
    return visible(asked.by, store::find_feature(sql, asked.id<store::feature_id>(0)));
}

base::result<nothing> accept_feature(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto what = feature_of(in.sql, asked);
    if (!what)
        return what.error();
    return silent(ops::accept_feature(in, *what, asked.by.author()));
}

base::result<nothing> discard_feature(store::transaction& in, const call<nothing, nothing>& asked)
{
    const auto what = feature_of(in.sql, asked);
    if (!what)
        return what.error();
    return silent(ops::discard_feature(in, *what, asked.by.author()));
}

base::result<enrolment_item> open_enrolment(store::transaction& in,
                                            const call<nothing, enrolment_input>& asked)
{
    const auto who = person_of(in.sql, asked);
    if (!who)
        return who.error();
    const auto* const device = store::find_device(in.index, asked.body.device);
    if (!device || device->what.organization != who->organization)
        return base::error{errc::not_found};
    ops::open_enrolment(in, *who, device->what, asked.body.type, asked.by.author());
    return enrolment_item{asked.body.device, asked.body.type, asked.by.now + ops::enrolment_life};
}

using endpoint::right;
constexpr std::string_view features = "/api/v1/people/{person}/features";

}  // namespace

std::span<const endpoint::route> feature_routes()
{
    static constexpr std::array table{
        read<list_features>(
            "list_features", features, right::see,
            "What was read off a person, oldest first, with what is kept aside; never the values."),
        write<drop_features>("drop_features", net::verb::delete_, features, right::manage,
                             "All of a person's features go, with their history."),
        read<list_sendings>("list_feature_sendings", "/api/v1/people/{person}/feature_sendings", right::see,
                            "Which devices were given features of a person."),
        write<open_enrolment>("open_enrolment", net::verb::post, "/api/v1/people/{person}/enrolments",
                              right::manage, "A device is expected to read this off the person soon.", 201),
        write<accept_feature>("accept_feature", net::verb::post, "/api/v1/features/{feature}/accept",
                              right::manage, "What was kept aside is used from now on."),
        write<discard_feature>("discard_feature", net::verb::delete_, "/api/v1/features/{feature}",
                               right::manage, "What was kept aside goes for good."),
    };
    return table;
}

}  // namespace gatehouse::api
