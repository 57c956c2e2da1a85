// Who calls our own API, what they may do there, and in which organizations.
#pragma once

#include "base/result.hpp"
#include "endpoint/route.hpp"
#include "ops/author.hpp"

namespace gatehouse::api {

struct caller {
    std::string actor;  // as the audit trail names them: "key admin", "login office"
    endpoint::right up_to = endpoint::right::anyone;  // may use every route that needs no more
    model::organization_id organization;              // none: all of them
    base::instant now;
    std::string login{};   // empty: a key
    std::string source{};  // the address that asks, as text

    bool sees(model::organization_id of) const { return !organization || organization == of; }
    ops::author author() const { return {actor, now}; }
};

// What a key's scope and a login's role allow. Scopes that are no business of people's (kiosk, gate) allow
// nothing here.
endpoint::right right_of(store::api_scope scope);
endpoint::right right_of_role(std::string_view role);

// An API key or a session's token in `Authorization: Bearer`; in the lab profile nobody needs one, but a
// wrong one is refused there too. unauthenticated, throttled (with the wait), not_permitted.
base::result<caller> find_caller(endpoint::services& with, const net::request& request,
                                 endpoint::right needed);

// Whether who was admitted with that token would be now, and would see the same. Nothing is counted as a
// failure.
bool still_admits(endpoint::services& with, const base::secret& token, const caller& was,
                  endpoint::right needed);

// Whether who asks so may use a route that needs this. Nothing is counted as a failure: find_caller()
// follows.
bool may_use(endpoint::services& with, const net::request& request, endpoint::right needed);

net::reply refuse(const base::error& why);
net::reply refuse_errc(base::errc why);
net::reply refuse_request(unsigned status, std::string_view reason);

}  // namespace gatehouse::api
