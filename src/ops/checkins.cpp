#include "ops/checkins.hpp"

#include "base/assert.hpp"
#include "ops/devices.hpp"
#include "ops/users.hpp"
#include "store/punches.hpp"

namespace gatehouse::ops {
namespace {

struct known_user {
    model::presented_id presented;
    bool is_somebody = false;
};

// The first time an id is seen it is said whose it is, where that is known.
known_user recognise(store::transaction& in, const model::device& at, const seen_user& who, base::instant now)
{
    const store::shown shown = store::shown_user(in.keys, at.organization, who.user);
    if (const auto seen = store::find_presented(in.sql, shown.digest))
        return {*seen, store::attributed_to(in.sql, *seen).has_value()};
    const model::presented_id fresh = store::intern(in, shown, now);
    const auto person = find_user(in, at.organization, who.user);
    if (!person)
        return {fresh, false};
    const auto change = write_down(in, acting(at, now), at.organization, "presented.attribute", fresh.value);
    store::attribute(in, at.organization, fresh, std::nullopt, *person, "user id", change, now);
    return {fresh, true};
}

model::punch_marks marks_of(const store::organization_entry* home, const known_user& who, base::instant at,
                            base::instant received_at)
{
    model::punch_marks marks = 0;
    if (!home || home->what.status != model::organization_status::open)
        marks = marks | model::punch_mark::organization_closed;
    if (model::is_ahead(at, received_at))
        marks = marks | model::punch_mark::clock_ahead;
    if (!who.is_somebody)
        marks = marks | model::punch_mark::credential_unknown;
    return marks;
}

}  // namespace

std::vector<store::punch_draft> take_in(store::transaction& in, const uplink& what,
                                        const std::vector<model::app_id>& apps)
{
    std::vector<store::punch_draft> drafts;
    const auto* const device = store::find_device(in.index, what.device);
    GATEHOUSE_ASSERT(device != nullptr);
    const base::instant now = what.kept.received_at;
    const auto before = store::sent_before(in.sql, device->what.id, what.kept);
    if (!before || (what.seen.empty() && now - *before > sent_again_within))
        store::insert_message(in, device->what.id, what.kept, apps);
    if (!device->what.organization || device->what.locked)
        return drafts;
    const auto* const home = in.index.organization(device->what.organization);
    drafts.reserve(what.seen.size());
    for (const seen_user& each : what.seen) {
        const known_user who = recognise(in, device->what, each, now);
        store::punch_draft draft;
        draft.what = {device->what.organization,
                      who.presented,
                      device->what.id,
                      {},
                      each.method,
                      each.at,
                      model::corrected_time(each.at, now),
                      now,
                      marks_of(home, who, each.at, now)};
        drafts.push_back(std::move(draft));
    }
    return drafts;
}

}  // namespace gatehouse::ops
