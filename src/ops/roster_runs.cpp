#include "ops/roster_runs.hpp"

#include "ops/credentials.hpp"
#include "ops/former_values.hpp"
#include "ops/people.hpp"
#include "ops/roster_cards.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/roster_tasks.hpp"
#include "store/credentials.hpp"
#include "store/organizations.hpp"

#include <charconv>

namespace gatehouse::ops {
namespace {

using store::external_kind;

bool is_named(store::connection& sql, const store::roster_deed& of)
{
    const auto known = store::find_external(sql, {of.client, of.kind, of.external});
    return known && known->object == of.object;
}

bool restore(store::transaction& in, const former_values& from, model::organization_id id, const author& by)
{
    const auto* const entry = in.index.organization(id);
    model::organization after = entry->what;
    std::string level(after.level ? model::name_of(*after.level) : "");
    const bool whole = from.restore({{"name", &after.name},
                                     {"level", &level},
                                     {"province", &after.province},
                                     {"city", &after.city},
                                     {"district", &after.district}});
    after.level = model::from_name<model::school_level>(level);
    const auto changed = compare(entry->what, after);
    store::update_organization(in, after);
    write_down(in, by, id, "organization.update", id.value, changed);
    return whole;
}

bool restore(store::transaction& in, const former_values& from, const model::unit& before, const author& by)
{
    model::unit after = before;
    const bool whole = from.restore({{"name", &after.name}, {"grade", &after.grade}});
    store::update_unit(in, after);
    write_down(in, by, after.organization, "unit.update", after.id.value, compare(before, after));
    return whole;
}

bool restore(store::transaction& in, const former_values& from, const model::person& before, const author& by)
{
    model::person after = before;
    std::string sex(after.sex ? model::name_of(*after.sex) : "");
    std::string unit(after.unit ? std::to_string(after.unit->value) : "");
    const bool whole = from.restore(
        {{"name", &after.name}, {"role", &after.role}, {"sex", &sex}, {"unit", &unit}});
    after.sex = model::from_name<model::sex>(sex);
    model::unit_id id;
    std::from_chars(unit.data(), unit.data() + unit.size(), id.value);
    after.unit = id ? std::optional{id} : std::nullopt;
    store::update_person(in, after);
    write_down(in, by, after.organization, "person.update", after.id.value, compare(before, after), after.id);
    return whole;
}

bool restore(store::transaction& in, const former_values& from, const store::roster_deed& what,
             const author& by)
{
    if (what.kind == external_kind::organization)
        return restore(in, from, model::organization_id{what.object}, by);
    if (what.kind == external_kind::unit)
        return restore(in, from, store::find_unit(in.sql, {what.object}).value(), by);
    const auto person = store::find_person(in.sql, {what.object});
    return person && restore(in, from, *person, by);
}

bool undo_update(store::transaction& in, const store::roster_deed& what, const author& by)
{
    if (!is_named(in.sql, what))
        return false;
    const former_values from(in, what.change);
    model::credential_id card;
    const std::string handed = from.after("card");
    std::from_chars(handed.data(), handed.data() + handed.size(), card.value);
    if (card)
        return take_back_card(in, card, what, by);
    if (from.after("role") == "pupil")
        end_guardians_made_by(in, what, by);
    return restore(in, from, what, by);
}

// Cards that were there before are nobody's again; they stay bound, and their accounts are told.
void hand_back_cards(store::transaction& in, model::person_id who, base::instant since, const author& by)
{
    for (const store::shown_credential& each : store::credentials_borne_by(in.sql, in.keys, who)) {
        credential_patch how;
        how.bearer.emplace(std::nullopt);
        if (each.what.created_at < since)
            change_credential(in, each, how, by).value();
    }
}

bool undo_create(store::transaction& in, const store::roster_deed& what, const author& by)
{
    if (!is_named(in.sql, what))
        return false;
    const bool is_school = what.kind == external_kind::organization;
    if (is_school && store::count_externals(in.sql, what.client, what.organization) > 0)
        return false;
    if (const former_values from(in, what.change); !from.was_made())
        restore(in, from, what, by);
    store::end_external(in, {what.client, what.kind, what.external}, what.id, by.now);
    if (what.kind == external_kind::person)
        hand_back_cards(in, {what.object}, what.at, by);
    release(in, what, by);
    if (what.kind != external_kind::person)
        write_down(in, by, what.organization, std::string(model::name_of(what.kind)) + ".end", what.object);
    return true;
}

void reopen(store::transaction& in, model::organization_id id, const author& by)
{
    model::organization after = in.index.organization(id)->what;
    if (after.status != model::organization_status::deleted || !after.ended_at)
        return;
    after.status = model::organization_status::open;
    after.ended_at.reset();
    store::update_organization(in, after);
    write_down(in, by, id, "organization.create", id.value);
}

bool is_whole_school(const store::roster_deed& what)
{
    return what.action == store::deed_action::delete_ && what.kind == external_kind::organization;
}

// Whether the delete can still be taken back: not where the id means something else by now, or was saved
// again.
bool can_be_undone(store::connection& sql, const store::roster_deed& what)
{
    const auto now = store::find_external(sql, {what.client, what.kind, what.external});
    return !now || (now->object == what.object && what.state == store::deed_state::held);
}

bool undo_delete(store::transaction& in, const store::roster_deed& what, const author& by)
{
    const auto ended = store::ended_by(in.sql, what.id, 0, 1);
    return can_be_undone(in.sql, what) && !ended.empty() && bring_back(in, what, ended.front(), by);
}

// A slice of it; nothing as long as there is more.
std::optional<bool> undo_some_of_school(store::transaction& in, const store::roster_deed& what,
                                        const author& by)
{
    const auto task = store::find_task(in.sql, what.id);
    if (!task || task->stage != store::task_stage::restore) {
        if (!can_be_undone(in.sql, what))
            return false;
        if (what.state != store::deed_state::held)
            reopen(in, what.organization, by);
        store::put_task(in, {what.id, what.client, what.organization, store::task_stage::restore, 0, 0});
    }
    if (carry_on(in, what.id, by.now))
        return std::nullopt;
    return true;
}

// Not of the delete of a school, which takes slices.
bool undo_deed(store::transaction& in, const store::roster_deed& what, const author& by)
{
    switch (what.action) {
    case store::deed_action::create: return undo_create(in, what, by);
    case store::deed_action::update: return undo_update(in, what, by);
    default: return undo_delete(in, what, by);
    }
}

}  // namespace

base::result<store::roster_run> undo_run(store::transaction& in, model::roster_run_id id, const author& by)
{
    auto run = store::find_run(in.sql, id);
    if (!run)
        return base::error{base::errc::not_found};
    if (run->state != store::run_state::done)
        return base::error{base::errc::conflict, "It is undone already."};
    run->state = store::run_state::undoing;
    store::set_run_state(in, id, run->state);
    write_down(in, by, {}, "roster_run.undo", id.value);
    return *run;
}

bool undo_some(store::transaction& in, std::int64_t most, base::instant now)
{
    const author by{"server", now};
    for (const model::roster_run_id run : store::runs_undoing(in.sql)) {
        const auto deeds = store::deeds_to_undo(in.sql, run, most);
        for (const store::roster_deed& each : deeds) {
            const bool school = is_whole_school(each);
            if (school && each.id != deeds.front().id)
                break;  // a slice of its own
            const auto undone = school ? undo_some_of_school(in, each, by)
                                       : std::optional{undo_deed(in, each, by)};
            if (undone)
                store::set_deed_state(in, each.id,
                                      *undone ? store::deed_state::undone : store::deed_state::kept);
            if (school)
                break;
        }
        if (!deeds.empty())
            return true;
        store::set_run_state(in, run, store::run_state::undone);
    }
    return false;
}

}  // namespace gatehouse::ops
