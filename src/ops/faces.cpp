#include "ops/faces.hpp"

#include "ops/places.hpp"
#include "store/people.hpp"
#include "store/relations.hpp"

#include <algorithm>
#include <limits>

namespace gatehouse::ops {
namespace {

bool is_guardian_of(store::connection& sql, model::person_id who, model::person_id child)
{
    const auto relations = store::relations_of(sql, child, 0, std::numeric_limits<std::int64_t>::max());
    return std::any_of(relations.begin(), relations.end(), [&](const model::relation& each) {
        return each.kind == "guardian" && each.person == who && each.other == child;
    });
}

// Whether who stands so, and speaks for themselves, needs a guardian.
bool needs_guardian(model::consent_giver by, std::string_view role, bool is_14_or_older)
{
    return by == model::consent_giver::self && role == "pupil" && !is_14_or_older;
}

base::result<void> check(store::connection& sql, const model::person& who, const consent_draft& what,
                         base::instant now)
{
    if (what.given_at > now)
        return wrong("/given_at", "lies in the future");
    if (needs_guardian(what.given_by, who.role, what.is_14_or_older))
        return wrong("/given_by", "a pupil under 14 needs a guardian's consent");
    const bool by_guardian = what.given_by == model::consent_giver::guardian;
    if (by_guardian != what.guardian.has_value())
        return wrong("/guardian_id", "is needed where a guardian gives it, and only there");
    if (by_guardian && !is_guardian_of(sql, *what.guardian, who.id))
        return wrong("/guardian_id", "is no guardian of this person");
    return {};
}

void drop_face(store::transaction& in, const model::person& who, const author& by)
{
    if (store::drop_face(in, who.id))
        write_down(in, by, who.organization, "face.drop", who.id.value, {}, who.id);
}

void withdraw_all(store::transaction& in, const model::person& who, const author& by)
{
    for (const model::consent& each : store::withdraw_consents(in, who.id, by.now))
        write_down(in, by, each.organization, "consent.withdraw", each.id.value, {}, each.person);
}

}  // namespace

base::result<model::consent> record_consent(store::transaction& in, const model::person& who,
                                            const consent_draft& what, const author& by)
{
    if (auto allowed = check(in.sql, who, what, by.now); !allowed)
        return allowed.error();
    if (store::find_consent(in.sql, who.id, what.purpose))
        withdraw_consent(in, who, what.purpose, by).value();
    model::consent made{{},
                        who.organization,
                        who.id,
                        what.purpose,
                        what.given_by,
                        what.guardian,
                        what.given_at,
                        what.notice,
                        by.now,
                        what.is_14_or_older};
    made.id = store::insert_consent(in, made);
    write_down(in, by, who.organization, "consent.create", made.id.value,
               difference()
                   .show("purpose", "", model::name_of(made.purpose))
                   .show("given_by", "", model::name_of(made.given_by))
                   .show_id("guardian", {}, made.guardian)
                   .show("notice", "", made.notice),
               who.id);
    return made;
}

bool has_consent(store::connection& sql, model::person_id who, std::string_view role,
                 model::consent_purpose purpose)
{
    const auto standing = store::find_consent(sql, who, purpose);
    return standing && !needs_guardian(standing->given_by, role, standing->is_14_or_older);
}

base::result<void> withdraw_consent(store::transaction& in, const model::person& who,
                                    model::consent_purpose purpose, const author& by)
{
    const auto standing = store::find_consent(in.sql, who.id, purpose);
    if (!standing)
        return base::error{base::errc::not_found};
    store::withdraw_consent(in, standing->id, by.now);
    write_down(in, by, who.organization, "consent.withdraw", standing->id.value, {}, who.id);
    return {};
}

void give_face(store::transaction& in, const model::person& who, model::client_id client,
               const store::prepared_picture& what, const author& by)
{
    store::put_face(in, who.id, client, what, by.now);
    write_down(in, by, who.organization, "face.put", who.id.value, {}, who.id);
}

void take_face(store::transaction& in, const model::person& who, const author& by)
{
    drop_face(in, who, by);
    if (store::find_consent(in.sql, who.id, model::consent_purpose::face))
        withdraw_consent(in, who, model::consent_purpose::face, by).value();
}

void take_face_and_consents(store::transaction& in, const model::person& who, const author& by)
{
    drop_face(in, who, by);
    withdraw_all(in, who, by);
}

}  // namespace gatehouse::ops
