#include "ops/people.hpp"

#include "ops/bearers.hpp"
#include "ops/channels.hpp"
#include "ops/credentials.hpp"
#include "ops/faces.hpp"
#include "ops/features.hpp"
#include "ops/places.hpp"
#include "ops/user_tokens.hpp"
#include "store/channels.hpp"

#include <limits>

namespace gatehouse::ops {
namespace {

using base::errc;

constexpr std::int64_t all_of_them = std::numeric_limits<std::int64_t>::max();

base::result<void> check(store::transaction& in, const model::person& before, const model::person& after)
{
    if (after.unit != before.unit)
        if (auto there = check_unit(in.index, after.organization, after.unit); !there)
            return there;
    if (!after.phone || after.phone == before.phone)
        return {};
    const auto taken = store::find_person_by_phone(in, after.organization, *after.phone);
    if (taken && taken->id != after.id)
        return base::error{errc::conflict, "Somebody in this organization has this phone."};
    return {};
}

}  // namespace

difference compare(const model::person& before, const model::person& after)
{
    return difference()
        .show("name", before.name, after.name)
        .show("phone", before.phone.value_or(""), after.phone.value_or(""))
        .show("number", before.number.value_or(""), after.number.value_or(""))
        .show("role", before.role, after.role)
        .show("sex", before.sex ? model::name_of(*before.sex) : "",
              after.sex ? model::name_of(*after.sex) : "")
        .show_id("unit", before.unit, after.unit);
}

base::result<model::person> create_person(store::transaction& in, const person_draft& what, const author& by)
{
    model::person made{{},          what.organization, what.name, what.phone,
                       what.number, what.role,         what.unit, by.now};
    const model::person nobody;
    if (auto allowed = check(in, nobody, made); !allowed)
        return allowed.error();
    made.id = store::insert_person(in, made);
    write_down(in, by, made.organization, "person.create", made.id.value, compare(nobody, made), made.id);
    return made;
}

base::result<model::person> change_person(store::transaction& in, const model::person& before,
                                          const person_patch& how, const author& by)
{
    model::person after = before;
    after.name = how.name.value_or(before.name);
    after.phone = how.phone.value_or(before.phone);
    after.number = how.number.value_or(before.number);
    after.role = how.role.value_or(before.role);
    after.unit = how.unit.value_or(before.unit);
    if (auto allowed = check(in, before, after); !allowed)
        return allowed.error();
    const difference changed = compare(before, after);
    if (changed.any()) {
        store::update_person(in, after);
        write_down(in, by, after.organization, "person.update", after.id.value, changed, after.id);
        if (after.role != before.role)
            make_guardians_of(in, after, by);
    }
    return after;
}

void clear_person(store::transaction& in, const model::person& what, const author& by)
{
    for (const auto& each : store::credentials_borne_by(in.sql, in.keys, what.id))
        revoke_credential(in, each, by);
    for (const auto each : store::credentials_told(in.sql, what.id))
        stop_telling(in, what.organization, each, what.id, by);
    for (const auto& each : store::relations_of(in.sql, what.id, 0, all_of_them))
        end_relation(in, each, by);
    if (const auto channel = store::find_channel_of(in.sql, what.id))
        change_channel(in, *channel, {{}, model::channel_status::deleted}, by).value();
    take_face_and_consents(in, what, by);
    take_features(in, what, by);
    revoke_user_tokens(in, what, by);
}

void end_person(store::transaction& in, const model::person& what, const author& by)
{
    clear_person(in, what, by);
    store::end_person(in, what, by.now);
    write_down(in, by, what.organization, "person.end", what.id.value, {}, what.id);
}

base::result<model::relation> create_relation(store::transaction& in, const model::person& person,
                                              std::string_view kind, model::person_id other, const author& by)
{
    const auto found = other == person.id ? std::nullopt : store::find_person(in.sql, other);
    if (!found || found->organization != person.organization)
        return wrong("/other_id", "is nobody else of this organization");
    model::relation made{{}, person.organization, std::string(kind), person.id, other, by.now};
    const auto id = store::insert_relation(in, made);
    if (!id)
        return base::error{errc::conflict, "They stand so to each other already."};
    made.id = *id;
    write_down(in, by, made.organization, "relation.create", made.id.value,
               difference()
                   .show("kind", "", made.kind)
                   .show_id("person", {}, std::optional{made.person})
                   .show_id("other", {}, std::optional{made.other}));
    return made;
}

void end_relation(store::transaction& in, const model::relation& what, const author& by)
{
    store::end_relation(in, what.id, by.now);
    write_down(in, by, what.organization, "relation.end", what.id.value);
}

}  // namespace gatehouse::ops
