// What a write works on: one transaction of the database and the next version of the index, which agree
// because the functions of `store/` that change a row change both.
#pragma once

#include "store/connection.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

namespace gatehouse::store {

struct transaction {
    connection& sql;
    store::index& index;
    const keyring& keys;
};

}  // namespace gatehouse::store
