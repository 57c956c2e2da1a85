#include "ops/roster_runs.hpp"

#include "ops/credentials.hpp"
#include "ops/people.hpp"
#include "ops/roster_deletes.hpp"
#include "store/credentials.hpp"
#include "store/organizations.hpp"
#include "store/punches.hpp"

#include <boost/json/parse.hpp>

#include <charconv>

namespace gatehouse::ops {
namespace {

using store::external_kind;

// The values of a deed's difference: name, before, after.
class former_values {
public:
    former_values(store::transaction& in, const store::roster_deed& of)
    {
        const auto found = store::changes_before(in.sql, in.keys, {}, of.change.value + 1, 1);
        boost::system::error_code error;
        if (!found.empty() && found.front().number == of.change && found.front().detail)
            document_ = boost::json::parse(*found.front().detail, error);
        if (error || !document_.is_object())
            document_ = boost::json::object();
    }

    // Puts back what stands as the deed left it; false where something else stands.
    bool restore(std::initializer_list<std::pair<std::string_view, std::string*>> members) const
    {
        bool whole = true;
        for (const auto& [name, value] : members) {
            const auto pair = find(name);
            if (pair && *value == pair->second)
                *value = pair->first;
            else if (pair)
                whole = false;
        }
        return whole;
    }
    // Else it was known before, and came back.
    bool was_made() const
    {
        const auto name = find("name");
        return name && name->first.empty();
    }
    std::string before(std::string_view name) const
    {
        const auto pair = find(name);
        return pair ? pair->first : std::string();
    }

private:
    std::optional<std::pair<std::string, std::string>> find(std::string_view name) const
    {
        const auto* const values = document_.as_object().if_contains("values");
        const auto* const pair = values ? values->as_object().if_contains({name.data(), name.size()})
                                        : nullptr;
        if (!pair)
            return std::nullopt;
        return std::pair{std::string(pair->at(0).as_string()), std::string(pair->at(1).as_string())};
    }

    boost::json::value document_;
};

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
    return is_named(in.sql, what) && restore(in, former_values(in, what), what, by);
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
    if (const former_values from(in, what); !from.was_made())
        restore(in, from, what, by);
    store::end_external(in, {what.client, what.kind, what.external}, what.id, by.now);
    if (what.kind == external_kind::person)
        hand_back_cards(in, {what.object}, what.at, by);
    release(in, what, by);
    if (what.kind != external_kind::person)
        write_down(in, by, what.organization, std::string(model::name_of(what.kind)) + ".end", what.object);
    return true;
}

// What was revoked when they were deleted is issued anew: a revocation is for ever.
void give_back_cards(store::transaction& in, const model::person& who, base::instant since, const author& by)
{
    for (const auto& each : store::credentials_lost_by(in.sql, in.keys, who.id, since)) {
        if (store::find_credential(in.index, each.presented))
            continue;
        model::credential made = each.what;
        made.status = model::credential_status::active;
        made.created_at = by.now;
        made = store::insert_credential(in, made, each.presented);
        for (const model::person_id told : each.told)
            store::tell(in, made.id, told, by.now);
        const auto change = write_down(in, by, made.organization, "credential.create", made.id.value,
                                       difference().show_id("bearer", {}, made.bearer));
        store::attribute(in, made.organization, made.presented, made.id, made.bearer, "bound", change,
                         by.now);
    }
}

void give_back(store::transaction& in, model::person_id id, const store::roster_deed& by_deed,
               const std::string& phone, const author& by)
{
    auto who = store::find_former_person(in.sql, id);
    if (!who)
        return;
    if (store::is_to_clear(in.sql, id)) {
        clear_person(in, *who, by);
        store::mark_cleared(in, id);
        who->phone.reset();
    }
    const std::string wanted = who->phone.value_or(phone);
    who->phone.reset();
    if (!wanted.empty() && !store::find_person_by_phone(in, who->organization, wanted))
        who->phone = wanted;
    store::revive_person(in, *who);
    write_down(in, by, who->organization, "person.create", id.value, {}, id);
    give_back_cards(in, *who, by_deed.at, by);
    store::restore_relations(in, id, by_deed.at);
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

void give_back_unit(store::transaction& in, model::unit_id id, const author& by)
{
    auto unit = store::find_unit(in.sql, id).value();
    if (unit.status != model::unit_status::deleted)
        return;
    unit.status = model::unit_status::active;
    store::update_unit(in, unit);
    write_down(in, by, unit.organization, "unit.create", id.value);
}

bool undo_delete(store::transaction& in, const store::roster_deed& what, const author& by)
{
    const auto now = store::find_external(in.sql, {what.client, what.kind, what.external});
    const bool was_held = what.state == store::deed_state::held;
    if (now && (now->object != what.object || !was_held))
        return false;  // the id means something else by now, or it was saved again
    if (!was_held) {
        const std::string phone = former_values(in, what).before("phone");
        if (what.kind == external_kind::organization)
            reopen(in, what.organization, by);
        for (const std::int64_t each : store::ended_by(in.sql, what.id, external_kind::unit))
            give_back_unit(in, {each}, by);
        for (const std::int64_t each : store::ended_by(in.sql, what.id, external_kind::person))
            give_back(in, {each}, what, phone, by);
    }
    store::restore_externals(in, what.id);
    return true;
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

bool undo_deed(store::transaction& in, const store::roster_deed& what, const author& by)
{
    switch (what.action) {
    case store::deed_action::create: return undo_create(in, what, by);
    case store::deed_action::update: return undo_update(in, what, by);
    default: return undo_delete(in, what, by);
    }
}

bool undo_some(store::transaction& in, std::int64_t most, base::instant now)
{
    const author by{"server", now};
    for (const model::roster_run_id run : store::runs_undoing(in.sql)) {
        const auto deeds = store::deeds_to_undo(in.sql, run, most);
        for (const store::roster_deed& each : deeds) {
            const bool undone = undo_deed(in, each, by);
            store::set_deed_state(in, each.id, undone ? store::deed_state::undone : store::deed_state::kept);
        }
        if (!deeds.empty())
            return true;
        store::set_run_state(in, run, store::run_state::undone);
    }
    return false;
}

}  // namespace gatehouse::ops
