#include "ops/passages.hpp"

#include "store/credentials.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;
using model::credential_status;

struct verdict {
    model::punch_marks marks = 0;
    std::optional<errc> refusal;
};

verdict refused(errc why, model::punch_mark mark)
{
    return {model::punch_marks{} | mark, why};
}

verdict judge_card(const store::organization_entry& home, const model::credential* card, base::instant at)
{
    if (card && card->status == credential_status::lost)
        return refused(errc::credential_lost, model::punch_mark::credential_lost);
    if (card && card->status == credential_status::suspended)
        return refused(errc::credential_suspended, model::punch_mark::credential_suspended);
    if (!card || !model::is_honoured(*card, at))
        return refused(errc::credential_unknown, model::punch_mark::credential_unknown);
    const model::unit* const unit = card->unit ? store::find_unit(home, *card->unit) : nullptr;
    if (card->unit && (!unit || unit->status != model::unit_status::active))
        return refused(errc::credential_unknown, model::punch_mark::unit_archived);
    return {};
}

verdict judge_phone(const store::index& in, const store::organization_entry& home, const base::digest& phone,
                    base::instant at)
{
    const auto* const person = in.phones.find(phone);
    const auto* const cards = person ? in.borne.find(*person) : nullptr;
    verdict found = judge_card(home, nullptr, at);
    for (std::size_t i = 0; cards && i < cards->size() && found.refusal; ++i) {
        model::credential card = *store::find_credential(in, (*cards)[i]);
        if (card.status == credential_status::lost)
            card.status = credential_status::active;
        found = judge_card(home, &card, at);
    }
    return found;
}

const model::door* door_of(const store::organization_entry& home,
                           const std::variant<model::door_id, std::string>& named)
{
    return std::visit([&home](const auto& by) { return store::find_door(home, by); }, named);
}

}  // namespace

judged_opening judge_opening(const store::index& in, const opening& what)
{
    const store::organization_entry* const home = in.organization(what.organization);
    if (!home || home->what.status != model::organization_status::open)
        return {{}, errc::organization_unknown};
    const model::door* const door = door_of(*home, what.door);
    if (!door)
        return {{}, errc::door_unknown};
    const bool by_phone = what.shown.kind == store::presented_kind::phone;
    const model::credential* const card = store::find_credential(in, what.shown.digest);
    const verdict found = by_phone ? judge_phone(in, *home, what.shown.digest, what.at)
                                   : judge_card(*home, card, what.at);

    store::punch_draft draft;
    draft.what.organization = what.organization;
    draft.what.source = what.source;
    draft.what.method = by_phone ? model::punch_method::phone : model::punch_method::card;
    draft.what.device_time = draft.what.corrected_time = draft.what.received_at = what.at;
    draft.what.marks = found.marks;
    draft.what.door = door->id;
    if (card)
        draft.what.presented = card->presented;
    else
        draft.shown = what.shown;
    return {std::move(draft), found.refusal};
}

}  // namespace gatehouse::ops
