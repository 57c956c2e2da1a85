// Tokens that clients call with: each stands for a client who showed its secret, in memory, for two hours.
#pragma once

#include "base/clock.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

#include <deque>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace gatehouse::ops {

class tokens {
public:
    static constexpr std::chrono::seconds life{7200};
    // Of one client; a further one ends its oldest.
    static constexpr std::size_t most = 1000;

    explicit tokens(const store::keyring& keys) : keys_(keys) {}

    // A new token of the client under this key of `index::clients`, shown this once. Earlier ones live on.
    std::string issue(const std::string& client_key, const store::client_entry& whose, base::instant now);

    // Whose it is. Nothing where it is unknown or over, or the client's secret is another by now.
    std::optional<store::client_entry> find(const store::index& in, const base::secret& shown,
                                            base::instant now) const;

private:
    struct entry {
        std::string client_key;
        base::digest secret;  // the client's, when it was issued
        base::instant ends_at;
    };

    base::digest digest_of(std::string_view shown) const;

    const store::keyring& keys_;
    mutable std::mutex mutex_;
    std::unordered_map<base::digest, entry, store::digest_hash> living_;
    std::unordered_map<std::string, std::deque<base::digest>> issued_;  // by client, oldest first
};

}  // namespace gatehouse::ops
