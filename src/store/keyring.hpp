// The keys that everything secret hangs on: one master key and what is derived from it.
#pragma once

#include "base/crypto.hpp"

#include <filesystem>

namespace gatehouse::store {

struct keyring {
    base::key secrets;    // digests of secrets that others show us
    base::key presented;  // digests of what was shown to readers
    base::key texts;      // seals texts that may be erased: presented texts, provisioned sections
    base::key wrapping;   // wraps data keys
    base::key chain;      // links of the audit chain
    base::key sources;    // buckets of the throttle
    base::key proof;      // shows which master key a database and a backup hang on

    explicit keyring(const base::key& master);
};

// Throws when the file is not there or is no key.
base::key read_master_key(const std::filesystem::path& file);
// Reads `file`, or makes it (0600, synced) when it is not there. `made` says which.
base::key master_key(const std::filesystem::path& file, bool& made);

// Digests of shown secrets: one tag for each kind, so that equal secrets of two kinds do not look equal.
enum class secret_kind : std::uint64_t {
    client_secret = 1,
    licence_code,
    api_key,
    session,
    token,
    kept_token
};

base::digest secret_digest(const keyring& keys, secret_kind kind, std::string_view scope,
                           std::string_view secret);

}  // namespace gatehouse::store
