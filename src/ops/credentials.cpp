#include "ops/credentials.hpp"

#include "ops/bearers.hpp"
#include "ops/places.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

using base::errc;
using model::credential_status;
using store::shown_credential;

std::string text_of(const std::optional<base::instant>& at)
{
    return at ? std::to_string(base::to_milliseconds(*at)) : std::string{};
}

difference compare(const model::credential& before, const model::credential& after)
{
    return difference()
        .show_id("unit", before.unit, after.unit)
        .show_id("bearer", before.bearer, after.bearer)
        .show("status", name_of(before.status), name_of(after.status))
        .show("valid_from", text_of(before.valid_from), text_of(after.valid_from))
        .show("valid_until", text_of(before.valid_until), text_of(after.valid_until));
}

bool is_here(store::transaction& in, model::organization_id home, model::person_id who)
{
    const auto found = store::find_person(in.sql, who);
    return found && found->organization == home;
}

base::result<void> check(store::transaction& in, const model::credential& before,
                         const model::credential& after, const std::vector<model::person_id>& told)
{
    std::vector<base::fault> faults;
    if (after.unit != before.unit)
        if (const auto there = check_unit(in.index, after.organization, after.unit); !there)
            faults = there.error().faults;
    if (after.bearer && after.bearer != before.bearer && !is_here(in, after.organization, *after.bearer))
        faults.push_back({"/bearer_id", "is nobody of this organization"});
    for (std::size_t i = 0; i < told.size(); ++i)
        if (!is_here(in, after.organization, told[i]))
            faults.push_back({"/told/" + std::to_string(i), "is nobody of this organization"});
    if (after.valid_from && after.valid_until && *after.valid_until <= *after.valid_from)
        faults.push_back({"/valid_until", "must be later than valid_from"});
    if (faults.empty())
        return {};
    return base::error{errc::malformed_input, {}, std::move(faults)};
}

void tell(store::transaction& in, const model::credential& of, model::person_id who, const author& by)
{
    if (store::tell(in, of.id, who, by.now))
        write_down(in, by, of.organization, "credential.tell", of.id.value,
                   difference().show_id("person", {}, std::optional{who}), who);
}

// Those who are told, as `wanted` has them.
void settle_told(store::transaction& in, const model::credential& of,
                 const std::vector<model::person_id>& wanted, const author& by)
{
    for (const model::person_id each : store::told(in.sql, of.id))
        if (std::find(wanted.begin(), wanted.end(), each) == wanted.end())
            stop_telling(in, of.organization, of.id, each, by);
    for (const model::person_id each : wanted)
        tell(in, of, each, by);
}

// Writes `after` over `before` where they differ.
void put(store::transaction& in, const shown_credential& before, const model::credential& after,
         const author& by)
{
    const difference changed = compare(before.what, after);
    if (!changed.any())
        return;
    store::update_credential(in, after, before.presented);
    const auto change = write_down(in, by, after.organization, "credential.update", after.id.value, changed);
    if (after.bearer != before.what.bearer)
        store::attribute(in, after.organization, after.presented, after.id, after.bearer, "bearer", change,
                         by.now);
}

}  // namespace

base::result<shown_credential> issue_card(store::transaction& in, const card_draft& what, const author& by)
{
    model::credential made;
    made.organization = what.card.organization;
    made.unit = what.unit;
    made.bearer = what.bearer;
    made.valid_from = what.valid_from;
    made.valid_until = what.valid_until;
    made.created_at = by.now;
    if (auto allowed = check(in, {}, made, what.told); !allowed)
        return allowed.error();
    if (store::find_credential(in.index, what.card.digest))
        return base::error{errc::conflict, "The organization has a credential of this number."};
    made.presented = store::intern(in, what.card, by.now);
    made = store::insert_credential(in, made, what.card.digest);
    const auto change = write_down(in, by, made.organization, "credential.create", made.id.value,
                                   compare({}, made));
    store::attribute(in, made.organization, made.presented, made.id, made.bearer, "bound", change, by.now);
    for (const model::person_id each : what.told)
        tell(in, made, each, by);
    auto issued = store::find_credential(in.sql, in.keys, made.id).value();
    make_guardians(in, issued, by);
    return issued;
}

base::result<shown_credential> change_credential(store::transaction& in, const shown_credential& before,
                                                 const credential_patch& how, const author& by)
{
    if (before.what.status == credential_status::revoked)
        return base::error{errc::conflict, "It is revoked; issue another one."};
    model::credential after = before.what;
    after.unit = how.unit.value_or(after.unit);
    after.bearer = how.bearer.value_or(after.bearer);
    after.status = how.status.value_or(after.status);
    after.valid_from = how.valid_from.value_or(after.valid_from);
    after.valid_until = how.valid_until.value_or(after.valid_until);
    if (auto allowed = check(in, before.what, after, how.told.value_or(std::vector<model::person_id>{}));
        !allowed)
        return allowed.error();
    put(in, before, after, by);
    if (how.told)
        settle_told(in, after, *how.told, by);
    auto made = store::find_credential(in.sql, in.keys, after.id).value();
    make_guardians(in, made, by);
    return made;
}

base::result<shown_credential> replace_card(store::transaction& in, const shown_credential& former,
                                            const store::shown& card, const author& by)
{
    const model::credential& as = former.what;
    if (as.status == credential_status::revoked)
        return base::error{errc::conflict, "It is revoked; issue another one."};
    auto made = issue_card(in, {card, as.unit, as.bearer, former.told, as.valid_from, as.valid_until}, by);
    if (made)
        revoke_credential(in, former, by);
    return made;
}

void revoke_credential(store::transaction& in, const shown_credential& what, const author& by)
{
    model::credential after = what.what;
    after.status = credential_status::revoked;
    put(in, what, after, by);
}

void stop_telling(store::transaction& in, model::organization_id home, model::credential_id what,
                  model::person_id who, const author& by)
{
    store::untell(in, what, who);
    write_down(in, by, home, "credential.untell", what.value,
               difference().show_id("person", std::optional{who}, {}), who);
}

}  // namespace gatehouse::ops
