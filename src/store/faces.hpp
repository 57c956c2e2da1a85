// Faces of people, those that are to be fetched, and the consents under which devices may have them.
#pragma once

#include "model/consent.hpp"
#include "store/pictures.hpp"

#include <optional>
#include <vector>

namespace gatehouse::store {

// In the place of the one that was there, whose file goes with the next sweep, and of one still to be
// fetched.
void put_face(transaction& in, model::person_id who, model::client_id by, const prepared_picture& what,
              base::instant now);
// With what is to be fetched. Whether there was anything.
bool drop_face(transaction& in, model::person_id who);

// Of somebody whom a platform deletes: the face that they have is kept aside for undoing. It is theirs again,
// if it was kept; or it goes for good.
void keep_former_face(transaction& in, model::person_id who, base::instant now);
bool restore_former_face(transaction& in, model::person_id who);
void drop_former_face(transaction& in, model::person_id who);
// At most `most`, of those that were kept before then; how many.
std::int64_t drop_former_faces(transaction& in, base::instant before, std::int64_t most);

struct stored_face {
    stored_picture picture;
    model::client_id client;
    base::instant created_at;
};
std::optional<stored_face> find_face(connection& sql, model::person_id who);

void put_face_fetch(transaction& in, model::person_id who, model::client_id by, std::string_view address,
                    base::instant now);
struct face_fetch {
    model::person_id person;
    model::organization_id organization;
    model::client_id client;
    std::string address;
    std::int64_t attempts = 0;
    base::instant made_at;  // of a later order for the same person it is later
};
// Those that are due, the longest waiting first.
std::vector<face_fetch> due_face_fetches(connection& sql, const keyring& keys, base::instant now,
                                         std::int64_t most);
// `next` none: it is given up, with the reason. Nothing where another order has taken its place.
void note_face_fetch(transaction& in, const face_fetch& what, std::optional<base::instant> next,
                     std::string_view outcome);
// Whether the order still stands; it is done with.
bool finish_face_fetch(transaction& in, const face_fetch& what);
// Why the last fetch came to nothing; "waiting" while it may still come.
std::optional<std::string> face_fetch_outcome(connection& sql, model::person_id who);

std::optional<model::consent> find_consent(connection& sql, model::person_id who,
                                           model::consent_purpose purpose);
void withdraw_consent(transaction& in, model::consent_id id, base::instant now);
// Whether it stands again: not where another stands.
bool restore_consent(transaction& in, model::consent_id id);
// Those that stand: the person's, and those that they gave as a guardian.
std::vector<model::consent> consents_of(connection& sql, model::person_id who);
model::consent_id insert_consent(transaction& in, const model::consent& what);
// All of the person's, or those that they gave as a guardian: whose they were.
std::vector<model::consent> withdraw_consents(transaction& in, model::person_id who, base::instant now);

}  // namespace gatehouse::store
