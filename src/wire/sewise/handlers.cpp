#include "wire/sewise/handlers.hpp"

#include "ops/faces.hpp"
#include "store/people.hpp"

namespace gatehouse::wire::sewise {

base::result<ops::saved> handle_school(store::transaction& in, const ops::roster_author& who,
                                       const ops::school_draft& what)
{
    return ops::school_roster(in, who).save(what);
}

base::result<ops::saved> handle_class(store::transaction& in, const ops::roster_author& who,
                                      const ops::class_draft& what)
{
    return ops::school_roster(in, who).save(what);
}

base::result<saved_user> handle_user(store::transaction& in, const ops::roster_author& who,
                                     const member_order& order)
{
    auto made = ops::school_roster(in, who).save(order.who);
    if (!made)
        return in_their_words(made.error());
    saved_user saved{std::move(*made), false, std::nullopt};
    if (std::holds_alternative<std::monostate>(order.face))
        return saved;
    const model::person_id id{saved.what.id};
    const auto role = store::find_person(in.sql, id).value().role;
    saved.has_consent = ops::has_consent(in.sql, id, role, model::consent_purpose::face);
    if (const auto* const address = std::get_if<face_address>(&order.face))
        store::put_face_fetch(in, id, who.client, address->url, who.by.now);
    else
        saved.key = store::data_key_of(in, store::key_purpose::person, saved.what.organization, id.value,
                                       who.by.now);
    return saved;
}

void handle_face(store::transaction& in, const ops::roster_author& who, model::person_id whose,
                 const store::prepared_picture& what)
{
    // Deleted since, perhaps.
    if (const auto person = store::find_person(in.sql, whose))
        ops::give_face(in, *person, who.client, what, who.by);
}

std::string message_of(const face_given& face, bool has_consent)
{
    std::string message = "success";
    if (std::holds_alternative<std::monostate>(face) || has_consent)
        return message;
    return message.append("; faceIn is kept aside until a consent is recorded");
}

}  // namespace gatehouse::wire::sewise
