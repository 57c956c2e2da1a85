#include "ops/cards.hpp"

#include "base/json_writer.hpp"
#include "ops/bearers.hpp"
#include "store/changes.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"

#include <algorithm>

namespace gatehouse::ops {
namespace {

struct entry {
    std::string_view action;
    std::string_view object_kind;
    std::int64_t object;
    std::string detail;
    model::person_id about{};
};

model::change_number write_down(store::transaction& in, const bind_order& order, const entry& what,
                                base::instant now)
{
    return store::record(in,
                         {order.organization, order.actor, std::string(what.action),
                          std::string(what.object_kind), what.object, what.detail, what.about},
                         now);
}

std::string names_detail(std::string_view before, std::string_view after)
{
    std::string text;
    base::json_writer(text)
        .open_object()
        .name("before")
        .text(before)
        .name("after")
        .text(after)
        .close_object();
    return text;
}

std::string numbers_detail(std::string_view name, std::int64_t value)
{
    std::string text;
    base::json_writer(text).open_object().name(name).number(value).close_object();
    return text;
}

// The account of this phone here: found and renamed, or made.
std::pair<model::person_id, bool> account_of(store::transaction& in, const bind_order& order,
                                             const account& given, base::instant now)
{
    auto person = store::find_person_by_phone(in, order.organization, given.phone);
    if (!person) {
        model::person made;
        made.organization = order.organization;
        made.name = given.name;
        made.phone = given.phone;
        made.role = "guardian";
        made.created_at = now;
        made.id = store::insert_person(in, made);
        write_down(in, order,
                   {"person.create", "person", made.id.value, names_detail("", given.name), made.id}, now);
        return {made.id, true};
    }
    if (person->name != given.name) {
        const std::string detail = names_detail(person->name, given.name);
        person->name = given.name;
        store::update_person(in, *person);
        write_down(in, order, {"person.rename", "person", person->id.value, detail, person->id}, now);
    }
    return {person->id, false};
}

model::credential make_card(store::transaction& in, const bind_order& order, base::instant now)
{
    model::credential card;
    card.organization = order.organization;
    card.presented = store::intern(in, order.card, now);
    card.unit = order.unit;
    card.created_at = now;
    card = store::insert_credential(in, card, order.card.digest);
    const auto change = write_down(
        in, order,
        {"credential.create", "credential", card.id.value, numbers_detail("unit", order.unit.value)}, now);
    store::attribute(in, order.organization, card.presented, card.id, card.bearer, "bound", change, now);
    return card;
}

void move_card(store::transaction& in, const bind_order& order, model::credential card, base::instant now)
{
    if (card.unit == order.unit)
        return;
    card.unit = order.unit;
    store::update_credential(in, card, order.card.digest);
    write_down(in, order,
               {"credential.move", "credential", card.id.value, numbers_detail("unit", order.unit.value)},
               now);
}

}  // namespace

base::result<std::vector<bound_account>> bind_card(store::transaction& in, const bind_order& order,
                                                   base::instant now)
{
    const store::organization_entry* const home = in.index.organization(order.organization);
    const model::unit* const unit = home ? store::find_unit(*home, order.unit) : nullptr;
    if (!unit || unit->status != model::unit_status::active)
        return base::error{base::errc::unit_unknown, ""};

    const model::credential* const known = store::find_credential(in.index, order.card.digest);
    if (known && known->status != model::credential_status::active)
        return base::error{base::errc::credential_unknown, ""};
    model::credential card;
    if (known) {
        card = *known;
        move_card(in, order, card, now);
    } else {
        card = make_card(in, order, now);
    }

    std::vector<bound_account> bound;
    for (const account& given : order.told) {
        const auto [person, made] = account_of(in, order, given, now);
        if (store::tell(in, card.id, person, now))
            write_down(in, order,
                       {"credential.tell", "credential", card.id.value,
                        numbers_detail("person", person.value), person},
                       now);
        const bool registered = made ||
                                std::any_of(bound.begin(), bound.end(), [&given](const bound_account& b) {
                                    return b.phone == given.phone && b.registered;
                                });
        bound.push_back({given.phone, given.name, registered});
    }
    if (card.bearer)
        make_guardians(in, *store::find_credential(in.sql, in.keys, card.id), {order.actor, now});
    return bound;
}

}  // namespace gatehouse::ops
