#include "ops/checkins.hpp"

#include "base/assert.hpp"
#include "ops/devices.hpp"
#include "ops/users.hpp"
#include "store/device_clocks.hpp"
#include "store/punches.hpp"

#include <algorithm>
#include <span>

namespace gatehouse::ops {
namespace {

struct known_user {
    model::presented_id presented;
    bool is_somebody = false;
};

// The first time an id is seen it is said whose it is, where that is known.
known_user recognise(store::transaction& in, model::organization_id home, const seen_user& who,
                     const author& by)
{
    const store::shown shown = store::shown_user(in.keys, home, who.user);
    if (const auto seen = store::find_presented_owner(in.sql, shown.digest))
        return {seen->id, seen->is_somebodys};
    const model::presented_id fresh = store::intern(in, shown, by.now);
    const auto person = find_user(in, home, who.user);
    if (!person)
        return {fresh, false};
    const auto change = write_down(in, by, home, "presented.attribute", fresh.value);
    store::attribute(in, home, fresh, std::nullopt, *person, "user id", change, by.now);
    return {fresh, true};
}

model::punch_marks marks_of(const store::organization_entry* home, const known_user& who, base::instant at,
                            base::instant received_at, bool was_off)
{
    model::punch_marks marks = 0;
    if (!home || home->what.status != model::organization_status::open)
        marks = marks | model::punch_mark::organization_closed;
    if (was_off)
        marks = marks | model::punch_mark::clock_off;
    else if (model::is_ahead(at, received_at))
        marks = marks | model::punch_mark::clock_ahead;
    if (!who.is_somebody)
        marks = marks | model::punch_mark::credential_unknown;
    return marks;
}

// `clock`: how the machine's went; a phone (`device` none) has none. Its own time stays the punch's identity,
// whatever it is corrected to.
store::punch_draft draft_of(store::transaction& in, model::organization_id home, model::device_id device,
                            const seen_user& who, const model::clock_history& clock, const author& by)
{
    const base::instant now = by.now;
    const model::device_time time = model::judge_device_time(clock, who.at, now);
    const known_user known = recognise(in, home, who, by);
    store::punch_draft draft;
    draft.what = {home,
                  known.presented,
                  device,
                  {},
                  who.method,
                  who.at,
                  time.is_off ? time.corrected : model::corrected_time(who.at, now),
                  now,
                  marks_of(in.index.organization(home), known, who.at, now, time.is_off)};
    return draft;
}

store::punch_draft draft_of(store::transaction& in, const model::device& at, const seen_user& who,
                            const model::clock_history& clock, base::instant now)
{
    return draft_of(in, at.organization, at.id, who, clock, acting(at, now));
}

void note_clock(store::transaction& in, model::device_id device, const uplink& what)
{
    if (!what.clock_says && !what.takes_time)
        return;
    const auto before = store::clock_of(in.sql, device);
    const auto after = model::with_reading(before, {what.clock_says, what.kept.received_at, what.takes_time});
    if (after != before)
        store::put_clock(in, device, after);
}

}  // namespace

std::vector<store::punch_draft> take_in(store::transaction& in, const uplink& what,
                                        const std::vector<model::app_id>& apps)
{
    const auto* const device = store::find_device(in.index, what.device);
    GATEHOUSE_ASSERT(device != nullptr);
    const base::instant now = what.kept.received_at;
    const auto before = store::sent_before(in.sql, device->what.id, what.kept);
    if (!before || (what.seen.empty() && now - *before > sent_again_within))
        store::insert_message(in, device->what.id, what.kept, apps);
    note_clock(in, device->what.id, what);
    return take_in_more(in, what, 0);
}

std::vector<store::punch_draft> take_in_more(store::transaction& in, const uplink& what, std::size_t done)
{
    std::vector<store::punch_draft> drafts;
    const auto* const device = store::find_device(in.index, what.device);
    GATEHOUSE_ASSERT(device != nullptr);
    if (!device->what.organization || device->what.locked)
        return drafts;
    const auto rest = std::span(what.seen).subspan(std::min(done, what.seen.size()));
    const auto slice = rest.first(std::min(rest.size(), seen_a_slice));
    drafts.reserve(slice.size());
    const auto clock = slice.empty() ? model::clock_history{} : store::clock_of(in.sql, device->what.id);
    for (const seen_user& each : slice)
        drafts.push_back(draft_of(in, device->what, each, clock, what.kept.received_at));
    return drafts;
}

std::optional<store::punch_draft> take_report(store::transaction& in, const std::string& device,
                                              const seen_user& who, base::instant now)
{
    const auto* const known = store::find_device(in.index, device);
    GATEHOUSE_ASSERT(known != nullptr);
    if (!known->what.organization || !find_user(in, known->what.organization, who.user))
        return std::nullopt;
    return draft_of(in, known->what, who, store::clock_of(in.sql, known->what.id), now);
}

std::optional<store::punch_draft> take_phone_report(store::transaction& in, const std::string& app,
                                                    const seen_user& who, base::instant now)
{
    const auto* const by = store::find_app(in.index, app);
    const auto person = by ? find_user_of(in, *by, who.user) : std::nullopt;
    if (!person)
        return std::nullopt;
    return draft_of(in, person->organization, {}, who, {}, acting(by->what, now));
}

store::punch_draft punch_by_phone(store::transaction& in, const model::person& who, const author& by)
{
    return draft_of(in, who.organization, {},
                    {std::to_string(who.id.value), model::punch_method::phone, by.now}, {}, by);
}

}  // namespace gatehouse::ops
