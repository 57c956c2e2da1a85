#include "ops/punches.hpp"

#include "store/credentials.hpp"

namespace gatehouse::ops {
namespace {

// Keeps the first refusal and every mark.
class verdict {
public:
    void note(model::punch_mark mark, base::errc why)
    {
        marks_ = marks_ | mark;
        if (!refusal_)
            refusal_ = why;
    }
    model::punch_marks marks() const { return marks_; }
    std::optional<base::errc> refusal() const { return refusal_; }

private:
    model::punch_marks marks_ = 0;
    std::optional<base::errc> refusal_;
};

void judge_organization(const store::organization_entry* home, verdict& on)
{
    if (!home || home->what.status == model::organization_status::deleted)
        on.note(model::punch_mark::organization_closed, base::errc::organization_deleted);
    else if (home->what.status == model::organization_status::closed)
        on.note(model::punch_mark::organization_closed, base::errc::organization_closed);
}

void judge_card(const store::organization_entry* home, const model::credential* card, base::instant at,
                verdict& on)
{
    if (!card || !model::is_honoured(*card, at)) {
        on.note(model::punch_mark::credential_unknown, base::errc::credential_unknown);
        return;
    }
    const model::unit* const unit = home && card->unit ? store::find_unit(*home, *card->unit) : nullptr;
    if (card->unit && (!unit || unit->status != model::unit_status::active))
        on.note(model::punch_mark::unit_archived, base::errc::credential_unknown);
}

}  // namespace

judged_tap judge_tap(const store::index& in, const tap& what)
{
    const store::organization_entry* const home = in.organization(what.organization);
    const model::credential* const card = store::find_credential(in, what.shown.digest);
    const base::instant corrected = model::corrected_time(what.device_time, what.received_at);
    verdict on;
    judge_organization(home, on);
    if (model::is_ahead(what.device_time, what.received_at))
        on.note(model::punch_mark::clock_ahead, base::errc::time_invalid);
    if (what.picture_unreadable)
        on.note(model::punch_mark::picture_unreadable, base::errc::picture_invalid);
    judge_card(home, card, corrected, on);

    judged_tap judged;
    judged.refusal = on.refusal();
    judged.draft.what = {
        what.organization, {},        {}, what.source, model::punch_method::card, what.device_time, corrected,
        what.received_at,  on.marks()};
    if (card)
        judged.draft.what.presented = card->presented;
    else
        judged.draft.shown = what.shown;
    judged.draft.picture = what.picture;
    return judged;
}

}  // namespace gatehouse::ops
