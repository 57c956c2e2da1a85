// Brings the server to the state that a provisioning file declares. Applied again it changes nothing.
#pragma once

#include "ops/provision_file.hpp"
#include "store/transaction.hpp"

namespace gatehouse::ops {

// Password hashes are made before the transaction: they are slow on purpose.
struct hashed_login {
    std::string login;
    std::string password_hash;
};
std::vector<hashed_login> hash_logins(const store::index& in, const provision_file& file);

void provision(store::transaction& in, const provision_file& file, const std::vector<hashed_login>& logins,
               base::instant now);

// Applies what earlier files brought for parts of the server that were not built then. The names of sections
// that stay kept, each with the reason: an organization that it names is unknown, or it is wrong.
std::vector<std::string> adopt_kept_sections(store::transaction& in, base::instant now);

}  // namespace gatehouse::ops
