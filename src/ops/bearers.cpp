#include "ops/bearers.hpp"

#include "store/relations.hpp"

namespace gatehouse::ops {

base::result<void> name_bearer(store::transaction& in, const store::shown& card, const model::person& who,
                               const author& by)
{
    const model::credential* const known = store::find_credential(in.index, card.digest);
    if (!known)
        return base::error{base::errc::credential_unknown};
    if (known->bearer == who.id) {
        // Who was saved without a role before may be a pupil only now.
        make_guardians(in, *store::find_credential(in.sql, in.keys, known->id), by);
        return {};
    }
    if (known->bearer)
        return base::error{base::errc::card_number_taken};
    credential_patch how;
    how.bearer.emplace(who.id);
    const auto changed = change_credential(in, *store::find_credential(in.sql, in.keys, known->id), how, by);
    if (!changed)
        return changed.error();
    return {};
}

void make_guardians(store::transaction& in, const store::shown_credential& of, const author& by)
{
    const auto bearer = of.what.bearer ? store::find_person(in.sql, *of.what.bearer) : std::nullopt;
    if (!bearer || bearer->role != "pupil")
        return;
    for (const model::person_id each : of.told) {
        const model::relation made{{}, bearer->organization, "guardian", each, bearer->id, by.now};
        const auto id = each == bearer->id ? std::nullopt : store::insert_relation(in, made);
        if (id)
            write_down(in, by, made.organization, "relation.create", id->value,
                       difference()
                           .show("kind", "", made.kind)
                           .show_id("person", {}, std::optional{made.person})
                           .show_id("other", {}, std::optional{made.other}));
    }
}

void make_guardians_of(store::transaction& in, const model::person& who, const author& by)
{
    if (who.role == "pupil" && in.index.borne.find(who.id))
        for (const store::shown_credential& each : store::credentials_borne_by(in.sql, in.keys, who.id))
            make_guardians(in, each, by);
}

}  // namespace gatehouse::ops
