#include "ops/school_roster.hpp"

#include "ops/bearers.hpp"
#include "ops/former_people.hpp"
#include "ops/people.hpp"
#include "ops/roster_deletes.hpp"
#include "ops/roster_tasks.hpp"
#include "store/organizations.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;
using store::external_kind;

model::organization_id organization_of(const model::organization& what)
{
    return what.id;
}
model::organization_id organization_of(const model::unit& what)
{
    return what.organization;
}
model::organization_id organization_of(const model::person& what)
{
    return what.organization;
}

void insert(store::transaction& in, model::organization& what)
{
    what.id = store::insert_organization(in, what);
}
void insert(store::transaction& in, model::unit& what)
{
    what.id = store::insert_unit(in, what);
}
void insert(store::transaction& in, model::person& what)
{
    what.id = store::insert_person(in, what);
}

void update(store::transaction& in, const model::organization& what)
{
    store::update_organization(in, what);
}
void update(store::transaction& in, const model::unit& what)
{
    store::update_unit(in, what);
}
void update(store::transaction& in, const model::person& what)
{
    store::update_person(in, what);
}

void revive(store::transaction& in, const model::organization& what, const author&)
{
    store::update_organization(in, what);
}
void revive(store::transaction& in, const model::unit& what, const author&)
{
    store::update_unit(in, what);
}
void revive(store::transaction& in, const model::person& what, const author& by)
{
    if (store::is_to_clear(in.sql, what.id)) {
        clear_former(in, what, by);
        store::mark_cleared(in, what.id);
    }
    store::revive_person(in, what);
}

// Ended by the client itself, not by the operator.
bool can_come_back(const model::organization& what, base::instant now)
{
    return what.status == model::organization_status::deleted && what.ended_at &&
           now - *what.ended_at < model::ended_for_good;
}

}  // namespace

difference compare(const model::organization& before, const model::organization& after)
{
    const auto level = [](const model::organization& of) {
        return of.level ? model::name_of(*of.level) : std::string_view();
    };
    return difference()
        .show("name", before.name, after.name)
        .show("level", level(before), level(after))
        .show("province", before.province, after.province)
        .show("city", before.city, after.city)
        .show("district", before.district, after.district);
}

difference compare(const model::unit& before, const model::unit& after)
{
    return difference().show("name", before.name, after.name).show("grade", before.grade, after.grade);
}

model::roster_deed_id note_deed(store::transaction& in, const roster_author& who, store::roster_deed what,
                                const difference& changed)
{
    constexpr std::chrono::minutes pause{10};
    constexpr std::chrono::hours longest{24};
    constexpr std::array<std::string_view, 3> deeds{".create", ".update", ".end"};
    std::optional<model::roster_run_id> run = who.run;
    if (!run)
        run = store::current_run(in.sql, who.client, who.by.now - pause, who.by.now - longest);
    what.run = run ? *run : store::begin_run(in, who.client, store::run_form::calls, who.by.now);
    what.client = who.client;
    what.at = who.by.now;
    const std::string action =
        std::string(model::name_of(what.kind)).append(deeds[static_cast<std::size_t>(what.action)]);
    what.change = write_down(in, who.by, what.organization, action, what.object, changed,
                             what.kind == external_kind::person ? model::person_id{what.object}
                                                                : model::person_id{});
    return store::put_deed(in, what);
}

school_roster::school_roster(store::transaction& in, const roster_author& who)
    : in_(&in),
      sql_(in.sql),
      index_(in.index),
      who_(who)
{}

school_roster::school_roster(store::connection& snapshot, const store::index& in, const roster_author& who)
    : sql_(snapshot),
      index_(in),
      who_(who)
{}

store::external_name school_roster::name_of(external_kind kind, std::int64_t id) const
{
    return {who_.client, kind, std::to_string(id)};
}

std::optional<school_roster::standing> school_roster::look_up(external_kind kind,
                                                              const store::external_object& at, bool named)
{
    const auto as = [&](auto what, bool lives) {
        return std::optional(standing{std::move(what), lives, named, at.linked, at.ended_by});
    };
    if (kind == external_kind::organization) {
        const store::organization_entry* const entry = index_.organization({at.object});
        if (entry && entry->what.status == model::organization_status::open)
            return as(entry->what, true);
        return entry && can_come_back(entry->what, who_.by.now) ? as(entry->what, false) : std::nullopt;
    }
    if (kind == external_kind::unit) {
        const auto unit = store::find_unit(sql_, {at.object});
        return unit ? as(*unit, unit->status != model::unit_status::deleted) : std::nullopt;
    }
    if (const auto person = store::find_person(sql_, {at.object}))
        return as(*person, true);
    const auto former = store::find_former_person(sql_, {at.object});
    return former ? as(*former, false) : std::nullopt;
}

// Who is deleted with their school, though their turn is still to come, is somebody former already.
std::optional<school_roster::standing> school_roster::look_up_named(external_kind kind,
                                                                    store::external_object at)
{
    auto found = look_up(kind, at, true);
    if (!found || kind != external_kind::person)
        return found;
    const auto deed = store::ends_soon(sql_, who_.client, std::get<model::person>(found->what).organization,
                                       at.row);
    if (!deed)
        return found;
    if (in_)
        carry_out_for(*in_, *deed, {at.row, kind, at.object}, who_.by.now);
    at.ended_by = *deed;
    found = look_up(kind, at, false);
    if (found && !is_held(*deed))
        found->lives = false;
    return found;
}

std::optional<school_roster::standing> school_roster::find(external_kind kind, std::int64_t id)
{
    if (const auto planned = planned_.find({kind, id}); planned != planned_.end())
        return standing{planned->second};
    const store::external_name name = name_of(kind, id);
    if (const auto now = store::find_external(sql_, name))
        return look_up_named(kind, *now);
    const auto before = store::find_former(sql_, name, who_.by.now - model::remembered_for);
    // What the operator unlinked does not come back by itself.
    return before && before->ended_by ? look_up(kind, *before, false) : std::nullopt;
}

std::optional<model::organization> school_roster::open_school(std::int64_t id)
{
    const auto at = find(external_kind::organization, id);
    if (!at || !at->lives || !at->named)
        return std::nullopt;
    return std::get<model::organization>(at->what);
}

base::result<saved> school_roster::save(const school_draft& what)
{
    const auto known = find(external_kind::organization, what.id);
    const standing* const before = known ? &*known : nullptr;
    if (!before && store::find_external(sql_, name_of(external_kind::organization, what.id)))
        return base::error{errc::organization_unknown};
    model::organization fresh{{},         "school", {}, "Asia/Shanghai", model::organization_status::open,
                              who_.by.now};
    const model::organization from = before ? std::get<model::organization>(before->what) : fresh;
    model::organization after = from;
    after.name = what.name;
    after.level = what.level;
    after.province = what.province;
    after.city = what.city;
    after.district = what.district;
    after.status = model::organization_status::open;
    after.ended_at.reset();
    return settle(external_kind::organization, what.id, before, after, compare(from, after));
}

base::result<saved> school_roster::save(const class_draft& what)
{
    const auto school = open_school(what.school);
    if (!school)
        return base::error{errc::organization_unknown};
    const auto known = find(external_kind::unit, what.id);
    const bool here = known && std::get<model::unit>(known->what).organization == school->id;
    if (known && !here && known->lives && known->named)
        return base::error{errc::unit_elsewhere};
    const standing* const before = here ? &*known : nullptr;
    const model::unit fresh{{}, school->id, {}, "class", {}, model::unit_status::active, who_.by.now};
    const model::unit from = before ? std::get<model::unit>(before->what) : fresh;
    model::unit after = from;
    after.name = what.name;
    after.grade = what.grade;
    if (!before || !before->lives)
        after.status = model::unit_status::active;
    return settle(external_kind::unit, what.id, before, after, compare(from, after));
}

base::result<model::unit_id> school_roster::class_in(model::organization_id home, std::int64_t id)
{
    const auto at = find(external_kind::unit, id);
    if (!at || !at->lives || !at->named)
        return base::error{errc::unit_unknown};
    const auto& unit = std::get<model::unit>(at->what);
    if (unit.organization == home)
        return unit.id;
    const store::organization_entry* const other = index_.organization(unit.organization);
    const bool stands = !other || other->what.status == model::organization_status::open;
    return base::error{stands ? errc::unit_elsewhere : errc::unit_unknown};
}

base::result<model::organization> school_roster::home_of(const member_draft& what,
                                                         const std::optional<standing>& before)
{
    const bool stands = before && before->lives && before->named;
    if (!stands && !what.name)
        return base::error{errc::missing_parameter, "name"};
    if (!stands && !what.school)
        return base::error{errc::missing_parameter, "school"};
    if (what.school) {
        auto school = open_school(*what.school);
        if (!school)
            return base::error{errc::organization_unknown};
        return *std::move(school);
    }
    model::organization home;
    home.id = std::get<model::person>(before->what).organization;
    const auto* const entry = index_.organization(home.id);
    if (entry && entry->what.status != model::organization_status::open)
        return base::error{errc::organization_unknown};
    return home;  // without an entry it was planned with the rows before
}

base::result<saved> school_roster::save(const member_draft& what)
{
    const auto known = find(external_kind::person, what.id);
    const bool stands = known && known->lives && known->named;
    if (what.must_be_new && stands)
        return base::error{errc::conflict};
    const auto home = home_of(what, known);
    if (!home)
        return home.error();
    std::optional<model::unit_id> unit;
    if (what.school_class) {
        const auto named = class_in(home->id, *what.school_class);
        if (!named)
            return named.error();
        unit = *named;
    }
    const bool here = known && std::get<model::person>(known->what).organization == home->id;
    model::person after{{}, home->id, {}, {}, {}, "teacher", {}, who_.by.now};
    if (here)
        after = std::get<model::person>(known->what);
    if (here && !known->lives) {
        after.role = "teacher";
        after.unit.reset();
        after.phone.reset();
    }
    if (stands && !here) {
        const auto& former = std::get<model::person>(known->what);
        after.name = former.name;
        after.role = former.role;
        after.sex = former.sex;
        leave(what.id);
    }
    after.name = what.name.value_or(after.name);
    after.role = what.role.value_or(after.role);
    after.sex = what.sex ? what.sex : after.sex;
    after.unit = unit ? unit : after.unit;
    const difference changed = compare(here ? std::get<model::person>(known->what) : model::person{}, after);
    saved made = settle(external_kind::person, what.id, here ? &*known : nullptr, after, changed);
    if (in_ && made.outcome == save_outcome::updated)
        make_guardians_of(*in_, after, who_.by);
    return made;
}

// Whoever changes the school ends in the former one.
void school_roster::leave(std::int64_t uid)
{
    if (in_ && !remove_member(*in_, who_, uid))  // the operator closed the former one
        store::end_external(*in_, name_of(external_kind::person, uid), {}, who_.by.now);
}

saved school_roster::settle(external_kind kind, std::int64_t id, const standing* before, noun after,
                            const difference& changed)
{
    saved made;
    made.outcome = !before || !before->lives || !before->named ? save_outcome::created
                   : changed.any()                             ? save_outcome::updated
                                                               : save_outcome::unchanged;
    made.changed = changed.names();
    if (in_ && made.outcome != save_outcome::unchanged)
        write(name_of(kind, id), before, after, changed);
    made.organization = std::visit([](const auto& each) { return organization_of(each); }, after);
    made.id = std::visit([](const auto& each) { return each.id.value; }, after);
    if (!in_) {
        if (!before) {
            std::visit([this](auto& each) { each.id.value = next_planned_--; }, after);
            made.id = 0;
        }
        planned_.insert_or_assign({kind, id}, std::move(after));
    }
    return made;
}

void school_roster::write(const store::external_name& name, const standing* before, noun& after,
                          const difference& changed)
{
    std::visit(
        [&](auto& each) {
            if (!before)
                insert(*in_, each);
            else if (!before->lives)
                revive(*in_, each, who_.by);
            else if (changed.any())
                update(*in_, each);
            store::roster_deed deed;
            deed.organization = organization_of(each);
            deed.action = before && before->lives && (before->named || is_held(before->ended_by))
                              ? store::deed_action::update
                              : store::deed_action::create;
            deed.kind = name.kind;
            deed.object = each.id.value;
            deed.external = name.external;
            note_deed(*in_, who_, deed, changed);
            // What it meant is there no more, and is not known either.
            if (!before && store::find_external(sql_, name))
                store::end_external(*in_, name, {}, who_.by.now);
            if (!before || !before->named)
                store::put_external(*in_, name, each.id.value, before && before->linked);
        },
        after);
    if (before && before->ended_by)
        withdraw(before->ended_by);
}

bool school_roster::is_held(model::roster_deed_id delete_deed) const
{
    const auto deed = store::find_deed(sql_, delete_deed);
    return deed && (deed->state == store::deed_state::held || deed->state == store::deed_state::dropped);
}

// A delete that is held is not meant any more when the same is saved again.
void school_roster::withdraw(model::roster_deed_id delete_deed)
{
    const auto deed = store::find_deed(sql_, delete_deed);
    if (deed && deed->state == store::deed_state::held && deed->kind != external_kind::organization)
        store::set_deed_state(*in_, delete_deed, store::deed_state::dropped);
}

}  // namespace gatehouse::ops
