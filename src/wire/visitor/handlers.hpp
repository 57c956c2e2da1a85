// What the visitor system's calls do, as plain functions over decoded messages.
#pragma once

#include "store/transaction.hpp"
#include "wire/visitor/caller.hpp"
#include "wire/visitor/config_messages.hpp"
#include "wire/visitor/envelope.hpp"
#include "wire/visitor/photos.hpp"

namespace gatehouse::wire::visitor {

// One call: who makes it, what the operator chose, what stood in the address.
struct call_at {
    caller by;
    const endpoint::visiting& chosen;
    const store::organization_entry& site;
    std::string named;
    kept_photos photos{};  // that came with an application

    style as() const { return {*site.zone, chosen.times_as_text, chosen.public_url}; }
};

struct reading {
    store::connection& sql;
    const store::index& index;
    const store::keyring& keys;
};

using endpoint::nothing;

// WeChat ids. A phone page asks and changes its own only; what it must not see is as if it were refused.
base::result<perhaps<employee_answer>> handle_employee(reading in, const call_at& at,
                                                       const binding_query& asked);
base::result<perhaps<visitor_answer>> handle_visitor(reading in, const call_at& at,
                                                     const binding_query& asked);
base::result<bound_answer> handle_is_bound(reading in, const call_at& at, const binding_query& asked);
base::result<employee_answer> handle_bind_employee(store::transaction& in, const call_at& at,
                                                   const employee_binding_request& asked);
base::result<visitor_answer> handle_bind_visitor(store::transaction& in, const call_at& at,
                                                 const visitor_binding_request& asked);
base::result<nothing> handle_unbind(store::transaction& in, const call_at& at, const nothing& asked);

// Visits.
base::result<application_answer> handle_apply(store::transaction& in, const call_at& at,
                                              const application_request& asked);
base::result<listed<visit_record>> handle_records(reading in, const call_at& at, const records_query& asked);
base::result<listed<auth_record>> handle_auth_records(reading in, const call_at& at,
                                                      const auth_records_query& asked);
base::result<nothing> handle_auth(store::transaction& in, const call_at& at, const auth_request& asked);
base::result<nothing> handle_delete(store::transaction& in, const call_at& at, const nothing& asked);
base::result<std::vector<purpose_answer>> handle_purposes(reading in, const call_at& at,
                                                          const nothing& asked);
base::result<sign_in_answer> handle_sign_in(store::transaction& in, const call_at& at,
                                            const sign_in_request& asked);
// The text that guests agree to at the sign-in, where the site has one.
base::result<perhaps<nda_answer>> handle_nda(reading in, const call_at& at, const nothing& asked);

// What the back office sets.
base::result<servers> handle_get_servers(reading in, const call_at& at, const nothing& asked);
base::result<servers> handle_put_servers(store::transaction& in, const call_at& at, const servers& asked);
base::result<templates> handle_get_templates(reading in, const call_at& at, const nothing& asked);
base::result<templates> handle_put_templates(store::transaction& in, const call_at& at,
                                             const templates& asked);

}  // namespace gatehouse::wire::visitor
