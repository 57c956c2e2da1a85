// What a backup holds, written last and read first. Two lines of JSON: the description, and its seal (under
// the master key: nobody else made it) with the fingerprint of both (no key needed: nothing of it changed).
#pragma once

#include "base/clock.hpp"
#include "store/connection.hpp"
#include "store/keyring.hpp"
#include "store/steady_file.hpp"

#include <map>
#include <set>

namespace gatehouse::store {

inline constexpr std::string_view manifest_name = "manifest.json";
inline constexpr std::int64_t manifest_format = 1;

struct manifest {
    std::int64_t schema = 0;
    base::instant taken_at{};
    std::vector<table_count> tables;
    std::int64_t last_punch = 0;
    std::int64_t last_change = 0;
    std::int64_t last_sealed = 0;  // the newest change of the chain, 0: none
    std::string chain_head;        // its link, in hex
    // By name: the database, perhaps the master key, pictures, firmware. Nothing else belongs into a backup.
    std::map<std::string, file_mark> files;
    // Pictures and firmware that the database names and that were not there any more when they were to be
    // copied.
    std::set<std::string> absent;
};

struct read_manifest {
    manifest what;
    base::digest seal;
    std::string sealed;  // what the seal vouches for
};

std::string write_manifest(const manifest& what, const keyring& keys);

// Nothing where any octet is not as it was written, or the format is another. The text says which.
std::variant<read_manifest, std::string> parse_manifest(std::string_view bytes);

bool is_sealed_under(const read_manifest& what, const keyring& keys);

}  // namespace gatehouse::store
