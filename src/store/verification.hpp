// Whether what is stored is whole and agrees with itself: a data folder, also while it is served, or a
// backup.
#pragma once

#include "store/backup_files.hpp"

#include <filesystem>
#include <optional>

namespace gatehouse::store {

struct verify_order {
    std::filesystem::path folder;
    std::optional<std::filesystem::path> keys;  // the master key's file; without one, the folder's own
};

struct verified {
    std::int64_t punches = 0;
    std::int64_t changes = 0;
    std::int64_t pictures = 0;
    std::int64_t files = 0;                // of a backup, held against their fingerprints
    std::vector<std::string> unchecked{};  // what needs a master key, where a backup holds none
};

// Both read only. What is wrong is a finding; thrown are failure, where there is nothing to examine, and
// wrong_master_key.
verified verify_data(const verify_order& order, const open_database& open, findings& into);
// Without a key the chain and the insides of pictures stay unchecked; every octet is checked all the same.
verified verify_backup(const verify_order& order, const open_database& open, findings& into);

}  // namespace gatehouse::store
