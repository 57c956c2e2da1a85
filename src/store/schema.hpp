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

// The newest migration that a database has had, and the newest that this program knows.
std::int64_t schema_of(connection& sql);
std::int64_t newest_schema();

// Applies what is missing, each migration in a transaction of its own. Refuses a database that is newer than
// this program, having written nothing. How many were applied.
int migrate(connection& sql, std::string_view dialect);

}  // namespace gatehouse::store
