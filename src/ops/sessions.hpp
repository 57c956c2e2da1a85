// People who logged in with a password: a random token stands for each, in memory, for half a day.
#pragma once

#include "base/clock.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gatehouse::ops {

struct session {
    store::login_row who;
    base::instant ends_at;
};

struct opened_session {
    std::string token;  // shown this once
    base::instant ends_at;
};

class sessions {
public:
    explicit sessions(const store::keyring& keys) : keys_(keys) {}

    opened_session open(const store::login_row& who, base::instant now);
    // Nothing where the login's password or rights are no longer those of the session, or it is gone: the
    // commit that changes them ends its sessions, also one that is just being opened.
    std::optional<session> find(const base::secret& token, const store::index& in, base::instant now) const;

    void close(const base::secret& token);

private:
    static constexpr std::size_t most = 10'000;
    static constexpr std::chrono::hours life{12};

    const store::keyring& keys_;
    mutable std::mutex mutex_;
    std::unordered_map<base::digest, session, store::digest_hash> open_;
};

}  // namespace gatehouse::ops
