// People who logged in with a password: a random token stands for each, in memory, for half a day.
#pragma once

#include "base/clock.hpp"
#include "store/clients.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gatehouse::ops {

struct session {
    std::string login;
    std::string role;
    model::organization_id organization;  // none: all
    base::instant ends_at;
};

class sessions {
public:
    explicit sessions(const store::keyring& keys) : keys_(keys) {}

    // The token, which is shown this once.
    std::string open(const store::login_row& who, base::instant now);
    std::optional<session> find(const base::secret& token, base::instant now) const;

    void close(const base::secret& token);
    // Every session of a login: its password or its rights have changed, or it is gone.
    void close_all(std::string_view login);

private:
    static constexpr std::size_t most = 10'000;
    static constexpr std::chrono::hours life{12};

    const store::keyring& keys_;
    mutable std::mutex mutex_;
    std::unordered_map<base::digest, session, store::digest_hash> open_;
};

}  // namespace gatehouse::ops
