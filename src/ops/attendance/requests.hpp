// Requests are filed, decided, withdrawn; what was granted counts from then on. Each deed has its entry in
// the audit trail, tells those whom it concerns, and has the days computed anew that it is about.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/author.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

struct request_draft {
    std::string words;
    std::string reason{};
    model::person_id applicant{};  // who files it, where it is not whom it is for; none: they themselves
    std::vector<model::person_id> chosen{};  // of levels that offer a choice, in their order
    std::vector<model::person_id> copies{};  // are told of it
    bool by_administrator = false;           // beyond the limits of corrections; needs a reason
    bool confirmed = false;                  // less rest than the group wants
};
// malformed_input, with the place; conflict where nobody can decide about it.
base::result<store::attendance::kept_request> file_request(store::transaction& in, const model::person& who,
                                                           const request_draft& what, const author& by);
// One that was returned goes its way anew. conflict where it was not.
base::result<store::attendance::kept_request> mend_request(store::transaction& in, std::int64_t id,
                                                           const request_draft& what, const author& by);

struct decision_draft {
    model::person_id approver;
    std::optional<int> level{};
    model::attendance::verdict what = model::attendance::verdict::approve;
    std::string comment{};
};
// What was decided before answers with the state that is. not_permitted where it is their own, or
// they are not asked; malformed_input where there is no such level.
base::result<store::attendance::kept_request> decide_request(store::transaction& in, std::int64_t id,
                                                             const decision_draft& what, const author& by);
// Of the applicant, or of whom it is for.
base::result<store::attendance::kept_request> withdraw_request(store::transaction& in, std::int64_t id,
                                                               model::person_id who, const author& by);
// Of somebody with the role `administrator`.
base::result<store::attendance::kept_request> revoke_request(store::transaction& in, std::int64_t id,
                                                             model::person_id who, const author& by);
//
base::result<store::attendance::kept_request> transfer_request(store::transaction& in, std::int64_t id,
                                                               model::person_id from, model::person_id to,
                                                               const std::string& comment, const author& by);
base::result<store::attendance::kept_request> add_to_request(store::transaction& in, std::int64_t id,
                                                             model::person_id approver,
                                                             model::person_id extra, bool before,
                                                             const author& by);
base::result<void> copy_request(store::transaction& in, const store::attendance::kept_request& what,
                                model::person_id to, const author& by);

}  // namespace gatehouse::ops::attendance
