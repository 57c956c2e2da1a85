// 600 and 601: what apps report of people, and what they may read of it (spec/deli-cloud.md §11).
#include "ops/features.hpp"
#include "ops/users.hpp"
#include "store/people.hpp"
#include "store/user_events.hpp"
#include "wire/deli/app_parts.hpp"

#include <algorithm>
#include <array>

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t client_most = 128;
constexpr std::size_t event_most = 64;
constexpr std::size_t event_data_most = std::size_t{256} << 10U;
constexpr std::size_t features_most = 16;
constexpr std::string_view nobody = "nobody there has this user_id";

struct report {
    std::string user;
    std::string client_type;
    std::string client;
    std::string event;
    std::string app;  // what it calls with
    base::instant now;

    bool is_of_a_device() const { return client_type == "device"; }
};

// Of the device's organization, or of one that the app is of.
std::optional<model::person> person_of(store::transaction& in, const report& what)
{
    const auto* const app = store::find_app(in.index, what.app);
    const auto* const device = what.is_of_a_device() ? store::find_device(in.index, what.client) : nullptr;
    if (!app || (what.is_of_a_device() && !device))
        return std::nullopt;
    if (!device)
        return ops::find_user_of(in, *app, what.user);
    const auto known = ops::find_user(in, device->what.organization, what.user);
    return known ? store::find_person(in.sql, *known) : std::nullopt;
}

app_answer take_checkin(const app_call& with, const report& what, const raw_json& event)
{
    const auto seconds = integer_in(event, "time");
    if (!seconds)
        return answer(with, code::bad_request, "event_data.time is missing");
    const bool is_device = what.is_of_a_device();
    const auto method = is_device ? read_method(text_in(event, "id_type")) : model::punch_method::phone;
    return reported_checkin{is_device ? what.client : "", {what.user, method, read_time(*seconds)}, what.app};
}

app_answer take_features(const app_call& with, report what, const raw_json& event)
{
    std::vector<std::pair<std::string, std::string>> read;
    const auto elements = event.elements();
    bool right = event.is_array() && !elements.empty() && elements.size() <= features_most;
    for (const raw_json& each : right ? elements : std::vector<raw_json>{}) {
        const auto value = each.find("feature_value");
        read.emplace_back(text_in(each, "feature_type"), value ? value->string().value_or("") : "");
        const auto& [type, text] = read.back();
        right = right && (type == "fp" || type == "fa") && !text.empty() && text.size() <= ops::feature_most;
    }
    if (!right)
        return answer(with, code::bad_request,
                      "event_data is no array of 1 to 16 features fp or fa of at most 256 KiB each");
    return app_deed{[read = std::move(read), what = std::move(what)](store::transaction& in, std::size_t) {
        const auto who = person_of(in, what);
        if (!who)
            return answer(what.now, code::not_permitted, nobody);
        const auto* const app = store::find_app(in.index, what.app);
        const auto* const device = what.is_of_a_device() ? store::find_device(in.index, what.client)
                                                         : nullptr;
        const ops::author by = ops::acting(app->what, what.now);
        for (const auto& [type, value] : read)
            ops::bring_feature(
                in, {*who, type, value, device ? std::optional{device->what.id} : std::nullopt, app->what.id},
                by);
        return answer(what.now, code::ok, "");
    }};
}

// What nobody knows here is kept as it came.
app_answer take_other(const app_call& with, report what, const raw_json& event)
{
    if (event.text().size() > event_data_most)
        return answer(with, code::bad_request, "event_data is over 256 KiB");
    return app_deed{
        [data = std::string(event.text()), what = std::move(what)](store::transaction& in, std::size_t) {
            const auto who = person_of(in, what);
            if (!who)
                return answer(what.now, code::not_permitted, nobody);
            store::insert_reported_event(in, {store::find_app(in.index, what.app)->what.id, who->id,
                                              what.client_type, what.client, what.event, data, what.now});
            return answer(what.now, code::ok, "");
        }};
}

gateway_reply answer_query(store::transaction& in, const model::person& who,
                           const std::vector<std::string>& types, base::instant now)
{
    std::string data;
    base::json_writer json(data);
    json.open_object().name("features").open_array();
    for (const std::string& each : types) {
        const auto standing = store::current_feature(in.sql, who.id, each);
        const std::string value = standing && ops::is_usable(in.sql, who, each)
                                      ? store::feature_value(in.sql, in.keys, standing->id)
                                      : "";
        if (!value.empty())
            json.open_object()
                .name("feature_type")
                .text(each)
                .name("feature_value")
                .text(value)
                .close_object();
    }
    json.close_array().close_object();
    gateway_reply reply = answer(now, code::ok, "");
    reply.data = std::move(data);
    return reply;
}

}  // namespace

app_answer take_report(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    constexpr std::array<std::string_view, 3> clients{"device", "android", "ios"};
    member_reader read(data_of(asked));
    report what{read.text("user_id", client_most),
                read.text("client_type", client_most),
                read.text("client_id", client_most),
                read.text("event_type", event_most),
                app.what.external,
                with.now};
    const auto event = read.data().find("event_data");
    if (!event)
        read.fault("event_data is missing");
    if (std::find(clients.begin(), clients.end(), what.client_type) == clients.end())
        read.fault("client_type is device, android or ios");
    if (read.faulty())
        return answer(with, code::bad_request, *read.faulty());
    if (what.is_of_a_device() && !its_device(with, app, what.client))
        return answer(with, code::unbound, "device is not bound to this app");
    if (what.event == "user_checkin")
        return take_checkin(with, what, *event);
    if (what.event == "user_feature_input")
        return take_features(with, std::move(what), *event);
    return take_other(with, std::move(what), *event);
}

app_answer query_features(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    member_reader read(data_of(asked));
    std::string user = read.text("user_id", client_most);
    std::vector<std::string> types = read.ids("feature_types", {}, ops::feature_types.size());
    return app_deed{[user = std::move(user), types = std::move(types), fault = read.faulty(),
                     app = app.what.external, now = with.now](store::transaction& in, std::size_t) {
        const auto* const asking = store::find_app(in.index, app);
        if (!asking || !asking->what.feature_query)
            return answer(now, code::unsupported, "this action is not supported");
        if (fault)
            return answer(now, code::bad_request, *fault);
        const auto who = ops::find_user_of(in, *asking, user);
        return who ? answer_query(in, *who, types, now) : answer(now, code::not_permitted, nobody);
    }};
}

}  // namespace gatehouse::wire::deli
