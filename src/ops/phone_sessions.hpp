// Phone pages whose WeChat id was proven: a random token stands for each, in memory, for two hours.
#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>

namespace gatehouse::ops {

struct opened_phone_session {
    std::string token;  // shown this once
    base::instant ends_at;
};

class phone_sessions {
public:
    static constexpr std::chrono::hours life{2};

    explicit phone_sessions(const store::keyring& keys) : keys_(keys) {}

    opened_phone_session open(model::organization_id site, std::string_view wechat_id, base::instant now);

    struct holder {
        model::organization_id site;
        std::string wechat_id;
        base::instant ends_at;
    };
    std::optional<holder> find(const base::secret& token, base::instant now) const;
    std::size_t size() const;

private:
    static constexpr std::size_t most = 20'000;

    base::digest digest_of(std::string_view token) const;

    const store::keyring& keys_;
    mutable std::mutex mutex_;
    std::unordered_map<base::digest, holder, store::digest_hash> open_;
};

}  // namespace gatehouse::ops
