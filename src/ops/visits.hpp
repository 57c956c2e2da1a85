// What becomes of a visit, each deed with its entry in the audit trail. Whoever is to be told of one (the
// host, the visitor, a face host) reads it there: visit.apply, visit.authorise, visit.refuse, visit.sign_in.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "store/pictures.hpp"
#include "store/visits.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

// What a visit begins with: phones are normalised and looked at already.
struct visit_draft {
    model::visit what;
    // Whether the host may stand behind it by applying themself: a proposer who only says that they have the
    // host's phone is not the host.
    bool by_host = true;
    // On disk already, in the order of the guests; shorter where the last ones have none.
    std::vector<std::optional<store::prepared_picture>> photos{};
};

// person_unknown where nobody of the staff has the phone of the interviewee; visitor_blocked;
// malformed_input, with its place, for times and guests that cannot be. Applied by the host it is authorised
// at once.
base::result<model::visit> apply_for_visit(store::transaction& in, const visit_draft& asked,
                                           const author& by);

// Again and again without harm, and lifts a refusal. visit_cancelled where it was cancelled.
base::result<void> authorise_visit(store::transaction& in, const model::visit& before, const author& by);
// Its passes open nothing from now on.
base::result<void> refuse_visit(store::transaction& in, const model::visit& before, std::string_view reason,
                                const author& by);
base::result<void> cancel_visit(store::transaction& in, const model::visit& before, const author& by);

struct arrival {
    std::string phone;
    std::optional<model::nda_id> agreed;  // to which text
};

// With passes for all guests; signing in again answers the same, and lets in again who had signed out.
// Otherwise as model::choose_visit(), visitor_blocked, and nda_missing where they agreed to no text, or to
// another than the one that holds.
base::result<model::visit> sign_in(store::transaction& in, const store::organization_entry& at,
                                   const arrival& who, const author& by);
// conflict where they are not inside.
base::result<void> sign_out(store::transaction& in, const model::visit& before, const author& by);

// The text that guests agree to from now on; an empty one asks nothing.
model::nda put_nda(store::transaction& in, model::organization_id of, std::string_view text,
                   const author& by);

// The record is gone, its passes are nobody's, and nothing opens its photos; the audit trail stays.
void delete_visit(store::transaction& in, const model::visit& before, const author& by);

// conflict where there is nothing to go by. Visits of those it stops that are not over are refused.
base::result<model::blocked_visitor> block_visitor(store::transaction& in, const model::blocked_visitor& what,
                                                   const author& by);
void unblock_visitor(store::transaction& in, const model::blocked_visitor& what, const author& by);

}  // namespace gatehouse::ops
