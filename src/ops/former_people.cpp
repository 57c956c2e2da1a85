#include "ops/former_people.hpp"

#include "ops/credentials.hpp"
#include "ops/former_values.hpp"
#include "ops/people.hpp"
#include "store/faces.hpp"
#include "store/punches.hpp"

#include <algorithm>
#include <charconv>

namespace gatehouse::ops {
namespace {

// "3 active,4 lost": cards with how they stood.
std::string text_of(const std::vector<store::shown_credential>& cards)
{
    std::string text;
    for (const store::shown_credential& each : cards)
        text.append(text.empty() ? "" : ",")
            .append(std::to_string(each.what.id.value))
            .append(" ")
            .append(name_of(each.what.status));
    return text;
}

template <class Id>
std::string text_of(const std::vector<Id>& ids)
{
    std::string text;
    for (const Id each : ids)
        text.append(text.empty() ? "" : ",").append(std::to_string(each.value));
    return text;
}

// `visit` is handed the id, and what stands behind it.
template <class Visit>
void each_of(std::string_view text, Visit visit)
{
    while (!text.empty()) {
        const std::string_view item = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), item.size() + 1));
        std::int64_t id = 0;
        const char* const end = std::from_chars(item.data(), item.data() + item.size(), id).ptr;
        std::string_view rest(end, static_cast<std::size_t>(item.data() + item.size() - end));
        if (!rest.empty())
            rest.remove_prefix(1);
        visit(id, rest);
    }
}

std::vector<model::consent_id> consents_of(store::transaction& in, model::person_id who)
{
    std::vector<model::consent_id> ids;
    for (const model::consent& each : store::consents_of(in.sql, who))
        ids.push_back(each.id);
    return ids;
}

// What was revoked when they were deleted is issued anew: a revocation is for ever.
void give_back_card(store::transaction& in, std::int64_t id, std::string_view status, const author& by)
{
    const auto former = store::find_credential(in.sql, in.keys, {id});
    if (!former || former->what.status != model::credential_status::revoked ||
        store::find_credential(in.index, former->presented))
        return;
    model::credential made = former->what;
    made.status = model::credential_status_from(status).value_or(model::credential_status::active);
    made.created_at = by.now;
    made = store::insert_credential(in, made, former->presented);
    for (const model::person_id told : former->told)
        store::tell(in, made.id, told, by.now);
    const auto change = write_down(in, by, made.organization, "credential.create", made.id.value,
                                   difference().show_id("bearer", {}, made.bearer));
    store::attribute(in, made.organization, made.presented, made.id, made.bearer, "bound", change, by.now);
}

// Of the card, or of the one that took its place. Whose bearer is still to come back keeps it in mind.
void give_back_told(store::transaction& in, std::int64_t id, model::person_id who, const author& by)
{
    const auto former = store::find_credential(in.sql, in.keys, {id});
    if (!former)
        return;
    const auto* const living = store::find_credential(in.index, former->presented);
    const model::credential_id of = living ? living->id : former->what.id;
    if (store::tell(in, of, who, by.now))
        write_down(in, by, former->what.organization, "credential.tell", of.value,
                   difference().show_id("person", {}, std::optional{who}), who);
}

void give_back_what_hung(store::transaction& in, const model::person& who, const former_values& from,
                         const author& by)
{
    each_of(from.before("cards"),
            [&](std::int64_t id, std::string_view status) { give_back_card(in, id, status, by); });
    each_of(from.before("told"),
            [&](std::int64_t id, std::string_view) { give_back_told(in, id, who.id, by); });
    each_of(from.before("consents"), [&](std::int64_t id, std::string_view) {
        if (store::restore_consent(in, {id}))
            write_down(in, by, who.organization, "consent.create", id, {}, who.id);
    });
    if (store::restore_former_face(in, who.id))
        write_down(in, by, who.organization, "face.put", who.id.value, {}, who.id);
}

}  // namespace

void clear_former(store::transaction& in, const model::person& who, const author& by)
{
    const auto held = difference()
                          .show("phone", who.phone.value_or(""), "")
                          .show("cards", text_of(store::credentials_borne_by(in.sql, in.keys, who.id)), "")
                          .show("told", text_of(store::credentials_told(in.sql, who.id)), "")
                          .show("consents", text_of(consents_of(in, who.id)), "");
    store::keep_former_face(in, who.id, by.now);
    clear_person(in, who, by);
    write_down(in, by, who.organization, "person.end", who.id.value, held, who.id);
}

void give_back(store::transaction& in, model::person_id id, const store::roster_deed& of, const author& by)
{
    auto who = store::find_former_person(in.sql, id);
    if (!who)
        return;
    const bool whole = store::is_to_clear(in.sql, id);
    const former_values from = former_values::of_end(in, id, of.change);
    const std::string phone = whole ? who->phone.value_or("") : from.before("phone");
    who->phone.reset();
    if (!phone.empty() && !store::find_person_by_phone(in, who->organization, phone))
        who->phone = phone;
    if (whole && who->phone)
        store::keep_uncleared(in, id);
    else if (whole)
        store::mark_cleared(in, id);
    store::revive_person(in, *who);
    write_down(in, by, who->organization, "person.create", id.value, {}, id);
    if (!whole)
        give_back_what_hung(in, *who, from, by);
    store::restore_relations(in, id, of.at);
}

}  // namespace gatehouse::ops
