#include "ops/roster_tasks.hpp"

#include "ops/former_people.hpp"
#include "store/organizations.hpp"

namespace gatehouse::ops {
namespace {

using store::deed_state;
using store::external_kind;
using store::task_stage;

constexpr std::int64_t people_a_slice = 20;  // about 2 ms

bool is_short(const std::vector<store::external_row>& slice)
{
    return static_cast<std::int64_t>(slice.size()) < people_a_slice;
}

// Saved again since, or known by another id.
bool is_meant(store::connection& sql, const store::roster_deed& deed, const store::external_row& what)
{
    return !store::externals_of(sql, deed.client, what.kind, what.object).empty();
}

void take_person(store::transaction& in, const store::roster_deed& deed, const store::external_row& what,
                 base::instant now)
{
    const auto who = store::find_person(in.sql, {what.object});
    if (who && !is_meant(in.sql, deed, what))
        store::end_person_at_once(in, *who, now);
}

void end_id(store::transaction& in, const store::roster_deed& deed, const store::external_row& what,
            base::instant now)
{
    store::end_external(in, what, deed.id, now);
    if (deed.state != deed_state::held)
        take_person(in, deed, what, now);
}

// What is released meanwhile takes those too whose ids had ended before.
bool end_ids(store::transaction& in, store::roster_task task, const store::roster_deed& deed,
             base::instant now)
{
    const auto slice = store::externals_of_people(in.sql, deed.client, deed.organization, task.position,
                                                  task.upto, people_a_slice);
    for (const store::external_row& each : slice) {
        end_id(in, deed, each, now);
        task.position = each.object;
    }
    if (!is_short(slice)) {
        store::put_task(in, task);
        return true;
    }
    if (deed.state != deed_state::released) {
        store::drop_task(in, deed.id);
        return false;
    }
    task.stage = task_stage::take;
    task.position = 0;
    store::put_task(in, task);
    return true;
}

void take(store::transaction& in, const store::roster_deed& deed,
          const std::vector<store::external_row>& slice, base::instant now)
{
    std::vector<model::unit_id> units;
    for (const store::external_row& each : slice)
        if (each.kind == external_kind::person)
            take_person(in, deed, each, now);
        else if (each.kind == external_kind::unit && !is_meant(in.sql, deed, each))
            units.push_back({each.object});
    if (!units.empty())
        store::end_units(in, deed.organization, units);
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

bool is_forgotten(store::connection& sql, model::person_id who)
{
    return !store::find_person(sql, who) && !store::find_former_person(sql, who);
}

}  // namespace

bool bring_back(store::transaction& in, const store::roster_deed& deed, const store::external_row& what,
                const author& by)
{
    const bool was_carried_out = deed.state == deed_state::done || deed.state == deed_state::released;
    if (what.kind == external_kind::person && is_forgotten(in.sql, {what.object})) {
        store::count_lost(in, deed.run);
        return false;
    }
    if (!store::restore_external(in, what))
        return false;
    if (was_carried_out && what.kind == external_kind::person)
        give_back(in, {what.object}, deed, by);
    else if (was_carried_out && what.kind == external_kind::unit)
        give_back_unit(in, {what.object}, by);
    return true;
}

bool carry_on(store::transaction& in, model::roster_deed_id id, base::instant now)
{
    auto task = store::find_task(in.sql, id);
    if (!task)
        return false;
    const auto deed = store::find_deed(in.sql, id).value();
    if (task->stage == task_stage::ids)
        return end_ids(in, *task, deed, now);
    const auto slice = store::ended_by(in.sql, id, task->position, people_a_slice);
    if (task->stage == task_stage::take)
        take(in, deed, slice, now);
    else
        for (const store::external_row& each : slice)
            bring_back(in, deed, each, {"server", now});
    if (is_short(slice)) {
        store::drop_task(in, id);
        return false;
    }
    task->position = slice.back().row;
    store::put_task(in, *task);
    return true;
}

void carry_out_for(store::transaction& in, model::roster_deed_id deed, const store::external_row& id,
                   base::instant now)
{
    end_id(in, store::find_deed(in.sql, deed).value(), id, now);
}

}  // namespace gatehouse::ops
