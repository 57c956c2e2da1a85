// What Sewise's calls do, as plain functions over decoded messages.
#pragma once

#include "model/picture_format.hpp"
#include "ops/roster_deletes.hpp"
#include "store/faces.hpp"
#include "wire/sewise/mapping.hpp"

namespace gatehouse::wire::sewise {

struct caller {
    model::client_id client;
    base::instant now;

    ops::roster_author author() const
    {
        return {client, {"client " + std::to_string(client.value), now}, std::nullopt};
    }
};

base::result<ops::saved> handle_school(store::transaction& in, const ops::roster_author& who,
                                       const ops::school_draft& what);
base::result<ops::saved> handle_class(store::transaction& in, const ops::roster_author& who,
                                      const ops::class_draft& what);

struct saved_user {
    ops::saved what;
    // Where a face came with them.
    bool has_consent = false;
    std::optional<store::data_key> key;  // under which their picture is to be kept
};
// A face that is to be fetched is ordered; one that came as a picture is put behind, by handle_face().
base::result<saved_user> handle_user(store::transaction& in, const ops::roster_author& who,
                                     const member_order& order);
void handle_face(store::transaction& in, const ops::roster_author& who, model::person_id whose,
                 const store::prepared_picture& what);

// "success", and what became of the face.
std::string message_of(const face_given& face, bool has_consent);

}  // namespace gatehouse::wire::sewise
