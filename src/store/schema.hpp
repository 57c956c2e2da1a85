// The numbered migrations of `schema/`, built into the program. A fresh database runs all of them.
#pragma once

#include "store/connection.hpp"

#include <span>
#include <string_view>

namespace gatehouse::store {

struct migration {
    int number;
    std::string_view name;
    std::string_view dialect;  // empty: every engine
    std::string_view sql;
};

// In order of number; from `schema/*.sql`, made at build time.
std::span<const migration> migrations();

// Applies what is missing, each migration in a transaction of its own. Refuses a database that is newer than
// this program, having written nothing. How many were applied.
int migrate(connection& sql, std::string_view dialect);

}  // namespace gatehouse::store
