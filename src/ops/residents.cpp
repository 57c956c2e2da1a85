#include "ops/residents.hpp"

#include "base/json_writer.hpp"
#include "model/card_number.hpp"
#include "ops/allotment.hpp"
#include "store/changes.hpp"
#include "store/credentials.hpp"
#include "store/people.hpp"
#include "store/punches.hpp"

namespace gatehouse::ops {
namespace {

using base::errc;

// One deed in one community.
class office {
public:
    office(store::transaction& in, const store::organization_entry& home, const author& by)
        : in_(in),
          home_(home.what),
          by_(by)
    {}

    std::optional<model::person> find(std::string_view phone) const
    {
        return store::find_person_by_phone(in_, home_.id, phone);
    }

    base::error nobody(std::string_view phone) const
    {
        return {store::is_phone_of_client(in_.sql, home_.registered_by.value(), phone)
                    ? errc::person_elsewhere
                    : errc::person_unknown};
    }

    model::person_id add(std::string_view phone, std::string_view name)
    {
        model::person made{{}, home_.id, std::string(name), std::string(phone), {}, "resident", {}, by_.now};
        made.id = store::insert_person(in_, made);
        write_down("person.create", "person", made.id.value, made.id, {{"after", name}});
        return made.id;
    }

    void rename(const model::person& before, std::string_view name)
    {
        if (before.name == name)
            return;
        model::person after = before;
        after.name = name;
        store::update_person(in_, after);
        write_down("person.rename", "person", after.id.value, after.id,
                   {{"before", before.name}, {"after", name}});
    }

    // The resident's card, if they have one.
    std::optional<base::digest> card_of(model::person_id who) const
    {
        const auto* const borne = in_.index.borne.find(who);
        return borne ? std::optional{borne->back()} : std::nullopt;
    }

    void revoke_all_but(model::person_id who, const base::digest* kept)
    {
        const auto* const borne = in_.index.borne.find(who);
        const auto cards = borne ? *borne : std::vector<base::digest>{};
        for (const base::digest& each : cards) {
            if (kept && each == *kept)
                continue;
            model::credential card = *store::find_credential(in_.index, each);
            card.status = model::credential_status::revoked;
            store::update_credential(in_, card, each);
            const auto change = write_down("credential.revoke", "credential", card.id.value, who);
            store::attribute(in_, home_.id, card.presented, std::nullopt, std::nullopt, "revoked", change,
                             by_.now);
        }
    }

    // A card that nobody bears becomes theirs; one that is new here is made.
    void hand_out(model::person_id who, const store::shown& card)
    {
        const model::credential* const known = store::find_credential(in_.index, card.digest);
        model::credential made = known ? *known : model::credential{};
        made.bearer = who;
        made.presented = store::intern_as_written(in_, card, by_.now);
        if (known) {
            store::update_credential(in_, made, card.digest);
        } else {
            made.organization = home_.id;
            made.created_at = by_.now;
            made = store::insert_credential(in_, made, card.digest);
        }
        const auto change = write_down(known ? "credential.hand_out" : "credential.create", "credential",
                                       made.id.value, who);
        store::attribute(in_, home_.id, made.presented, made.id, who, "bound", change, by_.now);
    }

    // What they open by telephone is theirs too.
    void claim_phone(model::person_id who, std::string_view phone)
    {
        const auto presented = store::intern(in_, store::shown_phone(in_.keys, home_.id, phone), by_.now);
        if (store::attributed_to(in_.sql, presented) == who)
            return;
        const auto change = write_down("person.claim_phone", "person", who.value, who);
        store::attribute(in_, home_.id, presented, std::nullopt, who, "phone", change, by_.now);
    }

private:
    using detail = std::initializer_list<std::pair<std::string_view, std::string_view>>;

    model::change_number write_down(std::string_view action, std::string_view kind, std::int64_t object,
                                    model::person_id about, detail values = {})
    {
        std::string text;
        base::json_writer json(text);
        json.open_object();
        for (const auto& [name, value] : values)
            json.name(name).text(value);
        json.close_object();
        return store::record(
            in_, {home_.id, by_.actor, std::string(action), std::string(kind), object, text, about}, by_.now);
    }

    store::transaction& in_;
    model::organization home_;
    const author& by_;
};

std::optional<errc> why_not(const model::credential& card)
{
    switch (card.status) {
    case model::credential_status::lost: return errc::credential_lost;
    case model::credential_status::suspended: return errc::credential_suspended;
    default: return std::nullopt;
    }
}

}  // namespace

base::result<void> set_card(store::transaction& in, const store::organization_entry& home,
                            const card_order& order, const author& by)
{
    if (home.what.cards != model::card_kind::ic)
        return base::error{errc::card_number_fixed};
    office at(in, home, by);
    const auto resident = at.find(order.phone);
    const model::credential* const known = store::find_credential(in.index, order.card.digest);
    if (known && known->bearer && (!resident || *known->bearer != resident->id))
        return base::error{errc::card_number_taken};
    if (const auto why = known ? why_not(*known) : std::nullopt)
        return base::error{*why};
    const bool has_it = known && known->bearer;
    const model::person_id who = resident ? resident->id : at.add(order.phone, order.name);
    if (resident)
        at.rename(*resident, order.name);
    at.revoke_all_but(who, &order.card.digest);
    if (has_it)
        store::intern_as_written(in, order.card, by.now);
    else
        at.hand_out(who, order.card);
    at.claim_phone(who, order.phone);
    return {};
}

base::result<resident_card> get_card(store::transaction& in, const store::organization_entry& home,
                                     std::string_view phone, std::string_view name, const author& by)
{
    office at(in, home, by);
    const auto resident = at.find(phone);
    if (!resident && home.what.cards == model::card_kind::ic)
        return at.nobody(phone);
    if (!resident && name.empty())
        return base::error{errc::missing_parameter, "name"};
    const model::person_id who = resident ? resident->id : at.add(phone, name);
    at.claim_phone(who, phone);
    if (const auto held = at.card_of(who)) {
        const auto text = store::original_text(in.sql, in.keys,
                                               store::find_credential(in.index, *held)->presented);
        return resident_card{text.value_or(""), false, who, *held};
    }
    const store::shown card = allot_card(in, home.what.id);
    at.hand_out(who, card);
    return resident_card{card.original, true, who, card.digest};
}

base::result<void> take_card(store::transaction& in, const store::organization_entry& home,
                             std::string_view phone, const author& by)
{
    office at(in, home, by);
    const auto resident = at.find(phone);
    if (!resident)
        return at.nobody(phone);
    at.revoke_all_but(resident->id, nullptr);
    return {};
}

}  // namespace gatehouse::ops
