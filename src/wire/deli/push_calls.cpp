// 500: an app's message goes to its device; which features go there, and which are asked for, is noted
// (spec/deli-cloud.md §10, §12).
#include "base/bytes.hpp"
#include "ops/devices.hpp"
#include "ops/features.hpp"
#include "ops/users.hpp"
#include "store/people.hpp"
#include "wire/deli/app_parts.hpp"
#include "wire/deli/checkin.hpp"
#include "wire/deli/features.hpp"
#include "wire/deli/user_sync.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::wire::deli {
namespace {

constexpr std::size_t noted_a_slice = 200;

struct sending {
    std::string device;
    std::string app;
    std::vector<named_feature> features;
    bool asks = false;  // the device shall read them
    base::instant now;
};

// An id that is somebody's elsewhere: a feature goes to no machine but those of its person's organization.
bool is_elsewhere(store::transaction& in, const std::string& user, model::organization_id home)
{
    std::int64_t number = 0;
    const char* const end = user.data() + user.size();
    const auto [stopped, error] = std::from_chars(user.data(), end, number);
    const auto known = error == std::errc{} && stopped == end ? store::find_person(in.sql, {number})
                                                              : std::nullopt;
    return known && known->organization != home;
}

gateway_reply note(store::transaction& in, const sending& what, std::size_t slice)
{
    const auto* const device = store::find_device(in.index, what.device);
    const auto* const app = store::find_app(in.index, what.app);
    if (!device || !app || !device->what.organization)
        return answer(what.now, code::unbound, "device is not bound to this app");
    if (!what.asks && !ops::may_hold_features(*device, what.now))
        return answer(what.now, code::not_permitted,
                      "perhaps a copy of the device: its operator must trust it first");
    const auto from = what.features.begin() + static_cast<std::ptrdiff_t>(slice * noted_a_slice);
    const auto left = static_cast<std::size_t>(what.features.end() - from);
    for (const named_feature& each :
         std::vector(from, from + static_cast<std::ptrdiff_t>(std::min(left, noted_a_slice)))) {
        const auto known = ops::find_user(in, device->what.organization, each.user);
        if (!known && is_elsewhere(in, each.user, device->what.organization))
            return answer(what.now, code::not_permitted, "somebody of another organization");
        const auto who = known ? store::find_person(in.sql, *known) : std::nullopt;
        if (who && what.asks && ops::is_feature_type(each.type))
            ops::open_enrolment(in, *who, device->what, each.type, ops::acting(app->what, what.now));
        else if (who && !what.asks)
            ops::note_sending(in, *who, each.type, device->what.id, app->what.id, what.now);
    }
    return answer(what.now, code::ok, "");
}

}  // namespace

app_answer push(const app_call& with, const store::app_entry& app, const envelope& asked)
{
    const raw_json data = data_of(asked);
    const auto command = command_of(data);
    if (!command)
        return answer(with, code::bad_request, "cmd is missing");
    const std::string to = asked.to.value_or("");
    if (!its_device(with, app, to))
        return answer(with, code::unbound, "device is not bound to this app");
    envelope down = asked;
    down.action = action::to_device;
    if (!down.mid || down.mid->empty())
        down.mid = base::to_hex(base::random_bytes(16));
    if (!with.devices || !with.devices->is_online(to))
        return answer(with, code::unreachable, "device is offline");
    sending what{to, app.what.external, {}, false, with.now};
    auto people = *command == user_sync_command ? read_user_sync(data) : std::nullopt;
    if (people) {
        people->device = to;
        people->from = app.what.id;
        what.features = features_in_sync(data);
    }
    if (auto wanted = feature_asked_for(*command, data)) {
        what.features.push_back(std::move(*wanted));
        what.asks = true;
    }
    if (what.features.empty() && !people)
        return with.devices->send(to, write_message(down))
                   ? answer(with, code::ok, "")
                   : answer(with, code::unreachable, "device is offline");
    const std::size_t slices = (what.features.size() + noted_a_slice - 1) / noted_a_slice;
    return app_deed{
        [what = std::move(what)](store::transaction& in, std::size_t slice) { return note(in, what, slice); },
        slices, down_message{to, write_message(down)}, std::move(people)};
}

}  // namespace gatehouse::wire::deli
