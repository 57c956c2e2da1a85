// A person's face and the consent without which it is kept aside and given to no device.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/faces.hpp"

namespace gatehouse::ops {

struct consent_draft {
    model::consent_purpose purpose = model::consent_purpose::face;
    model::consent_giver given_by = model::consent_giver::self;
    std::optional<model::person_id> guardian;
    bool is_14_or_older = false;  // a pupil who speaks for themselves
    base::instant given_at;
    std::string notice;
};

// In the place of one that stands. malformed_input, with the place: /given_by where a pupil who is not known
// to be 14 speaks for themselves; /guardian_id where they are no guardian of the person here; /given_at where
// it lies in the future.
base::result<model::consent> record_consent(store::transaction& in, const model::person& who,
                                            const consent_draft& what, const author& by);
// Whether one stands that counts: a pupil's own does only where they were said to be 14 or older. `role`:
// theirs. A guardian's stays until it is withdrawn, also when they are a guardian no more.
bool has_consent(store::connection& sql, model::person_id who, std::string_view role,
                 model::consent_purpose purpose);
// not_found where there is none. The face is kept aside from now on.
base::result<void> withdraw_consent(store::transaction& in, const model::person& who,
                                    model::consent_purpose purpose, const author& by);

// A picture that is on disk becomes the person's face.
void give_face(store::transaction& in, const model::person& who, model::client_id client,
               const store::prepared_picture& what, const author& by);
// The picture goes, with what is to be fetched and the consent to it.
void take_face(store::transaction& in, const model::person& who, const author& by);
// Of one who goes: also every other consent of theirs, and those that they gave as a guardian.
void take_face_and_consents(store::transaction& in, const model::person& who, const author& by);

}  // namespace gatehouse::ops
