#include "ops/holdings.hpp"

#include "ops/users.hpp"
#include "store/devices.hpp"
#include "store/provisioned_sections.hpp"

#include <algorithm>
#include <charconv>
#include <span>

namespace gatehouse::ops {
namespace {

// A message without a stamp is taken once the machine names a later one than it had before it.
std::optional<std::int64_t> stamp_of(store::transaction& in, const people_message& what,
                                     model::device_id device)
{
    if (what.stamp)
        return what.stamp;
    const auto had = store::last_said(in.sql, device, what.from);
    return had ? std::optional{had->stamp + 1} : std::nullopt;
}

// Also who left: most of those who are to be removed have.
std::optional<model::person_id> find_user_ever(store::transaction& in, model::organization_id home,
                                               const std::string& user)
{
    if (const auto here = find_user(in, home, user))
        return here;
    std::int64_t number = 0;
    const char* const end = user.data() + user.size();
    const auto [stopped, error] = std::from_chars(user.data(), end, number);
    if (error == std::errc{} && stopped == end)
        if (const auto known = store::find_person_ever(in.sql, {number});
            known && known->organization == home)
            return model::person_id{number};
    const auto named = store::find_named(in, home, "person", user);
    return named ? std::optional{model::person_id{*named}} : std::nullopt;
}

}  // namespace

std::int64_t record_sending(store::transaction& in, const people_message& what, std::int64_t sending,
                            std::size_t done, base::instant now)
{
    const auto* const to = store::find_device(in.index, what.device);
    if (!to || !to->what.organization)
        return 0;
    const model::device_id device = to->what.id;
    if (sending == 0) {
        sending = store::begin_sending(in, device, what.from, stamp_of(in, what, device), now);
        if (what.replaces_all)
            store::put_all_removed(in, device, sending);
    }
    const auto rest = std::span(what.users).subspan(std::min(done, what.users.size()));
    for (const sent_user& each : rest.first(std::min(rest.size(), sent_a_slice)))
        if (const auto who = find_user_ever(in, to->what.organization, each.user))
            store::put_sent(in, device, sending, {*who, each.features, each.removed}, now);
    return sending;
}

void take_stamp(store::transaction& in, model::device_id device, const std::vector<model::app_id>& apps,
                std::int64_t stamp, base::instant now)
{
    for (const model::app_id each : apps)
        store::confirm_sendings(in, device, each, stamp, now);
}

}  // namespace gatehouse::ops
