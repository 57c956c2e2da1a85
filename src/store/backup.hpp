// A backup: a folder with one state of the database, the pictures that it names, and a manifest with the
// fingerprint of every file. Taken by a process of its own, whether a server runs on the data or not.
#pragma once

#include "store/manifest.hpp"

namespace gatehouse::store {

struct backup_order {
    std::filesystem::path data;
    std::filesystem::path target;  // must not exist
    bool with_keys = false;        // the master key too: whoever has such a backup has everything
    // Bytes of the server's log at which the backup gives way: at 1 GiB intake would be refused.
    std::int64_t log_most = std::int64_t{768} << 20U;
};

struct backup_report {
    manifest what;
    std::int64_t bytes = 0;
    std::int64_t pictures = 0;
    std::int64_t missing = 0;  // pictures whose key lives and whose file was not there: a fault of the data
};

// Everything that was acknowledged before the call is in it. It appears under its name complete and on disk,
// or not at all; what a killed process leaves behind ends in ".part" and holds no manifest. Throws failure,
// wrong_master_key, durability_lost.
backup_report make_backup(const backup_order& order, const open_database& open, base::instant now);

}  // namespace gatehouse::store
