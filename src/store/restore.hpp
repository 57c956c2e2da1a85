// Makes a data folder out of a backup.
#pragma once

#include "store/backup_files.hpp"

#include <optional>

namespace gatehouse::store {

// The backup is not as it was made; the findings say where.
struct damaged : failure {
    using failure::failure;
};

struct restore_order {
    std::filesystem::path backup;
    std::filesystem::path data;                 // must not exist or be empty
    std::optional<std::filesystem::path> keys;  // the master key's file; without one, the backup's own
};

// Holds every file against its fingerprint before it writes anything. The folder can be served once the call
// has returned, and is refused by the server until then. Throws damaged, wrong_master_key, failure,
// durability_lost.
manifest restore(const restore_order& order, findings& into);

}  // namespace gatehouse::store
