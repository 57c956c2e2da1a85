// Logins: made, changed and deleted while the server runs, each deed with its entry in the audit trail; and
// whether a password is theirs.
#pragma once

#include "base/result.hpp"
#include "ops/author.hpp"
#include "ops/throttle.hpp"
#include "store/logins.hpp"

#include <optional>

namespace gatehouse::ops {

struct password_attempt {
    std::string login;
    base::secret password;
    std::string source;
    base::instant now;
};

// throttled, with the wait, where the attempt must not even be looked at.
std::optional<base::error> blocked(throttle& guard, const password_attempt& tried);
// Slow on purpose: on a worker. An unknown login takes as long as a wrong password. unauthenticated;
// throttled as above.
base::result<store::login_row> check_password(const store::index& in, throttle& guard,
                                              const password_attempt& tried);

struct login_draft {
    std::string login;
    std::string password_hash;
    std::string role;
    model::organization_id organization;  // none: all
};

// What is left out stays as it is.
struct login_patch {
    std::optional<std::string> password_hash;
    std::optional<std::string> role;
    std::optional<model::organization_id> organization;
};

// conflict where the login stands. malformed_input, with the place, where there is no such organization, or
// the role wants one (site_manager) or wants none (operator).
base::result<store::login_row> create_login(store::transaction& in, const login_draft& what,
                                            const author& by);
// conflict where it would leave no operator.
base::result<store::login_row> change_login(store::transaction& in, model::login_id id,
                                            const login_patch& how, const author& by);
base::result<void> delete_login(store::transaction& in, model::login_id id, const author& by);

}  // namespace gatehouse::ops
