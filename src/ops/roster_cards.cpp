#include "ops/roster_cards.hpp"

#include "ops/bearers.hpp"
#include "ops/people.hpp"

#include <limits>

namespace gatehouse::ops {

base::result<void> hand_card(store::transaction& in, const roster_author& who, std::int64_t uid,
                             const saved& member, const store::shown& card)
{
    const model::person_id bearer{member.id};
    const model::credential* const known = store::find_credential(in.index, card.digest);
    const bool bore_it = known && known->bearer == bearer;
    const model::credential_id id = known ? known->id : model::credential_id{};
    const auto person = store::find_person(in.sql, bearer).value();
    if (auto named = name_bearer(in, card, person, who.by); !named)
        return named;
    if (bore_it || member.outcome == save_outcome::created)
        return {};
    store::roster_deed deed;
    deed.organization = person.organization;
    deed.action = store::deed_action::update;
    deed.object = member.id;
    deed.external = std::to_string(uid);
    note_deed(in, who, deed, difference().show_id("card", {}, std::optional{id}));
    return {};
}

bool take_back_card(store::transaction& in, model::credential_id card, const store::roster_deed& of,
                    const author& by)
{
    const auto held = store::find_credential(in.sql, in.keys, card);
    if (!held || held->what.bearer != model::person_id{of.object})
        return false;
    credential_patch how;
    how.bearer.emplace(std::nullopt);
    if (!change_credential(in, *held, how, by))
        return false;
    end_guardians_made_by(in, of, by);
    return true;
}

void end_guardians_made_by(store::transaction& in, const store::roster_deed& of, const author& by)
{
    const model::person_id who{of.object};
    for (const model::relation& each :
         store::relations_of(in.sql, who, 0, std::numeric_limits<std::int64_t>::max()))
        if (each.kind == "guardian" && each.other == who && each.since == of.at)
            end_relation(in, each, by);
}

}  // namespace gatehouse::ops
