// Whether a master key is the one that a database hangs on.
#pragma once

#include "store/connection.hpp"
#include "store/keyring.hpp"

namespace gatehouse::store {

// The key at hand is another one than the data's, or there is none where one is needed.
struct wrong_master_key : failure {
    using failure::failure;
};

// Throws wrong_master_key. A database that was never settled passes.
void check_master_key(connection& sql, const keyring& keys);

// At every start, in a transaction of its own: checks, and notes the key where none is noted yet.
void settle_master_key(connection& sql, const keyring& keys);

}  // namespace gatehouse::store
