// The store on SQLite: one file, WAL, every commit synced before it returns.
#pragma once

#include "store/connection.hpp"

#include <filesystem>

namespace gatehouse::store::sqlite {

struct options {
    access how = access::serving;
    // Off only in the power-loss campaign's negative control, which must lose punches.
    bool sync_every_commit = true;
};

// What earlier processes had committed is on disk when it returns.
std::unique_ptr<database> open(const std::filesystem::path& file, options chosen = {});

}  // namespace gatehouse::store::sqlite
