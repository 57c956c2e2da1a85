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
std::vector<hashed_login> hash_logins(store::connection& sql, const provision_file& file);

void provision(store::transaction& in, const provision_file& file, const std::vector<hashed_login>& logins,
               base::instant now);

}  // namespace gatehouse::ops
