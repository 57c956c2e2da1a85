// Tokens that clients call with for a day and that outlive a restart: 40 letters and digits, kept as digests.
#pragma once

#include "base/result.hpp"
#include "base/secret.hpp"
#include "store/client_tokens.hpp"

#include <string>

namespace gatehouse::ops {

inline constexpr std::chrono::hours kept_token_life{24};

struct kept_token {
    std::string text;
    base::instant ends_at;
};

// 238 random bits as letters and digits.
std::string make_kept_token();

// `text` stands for the client under this key of `index::clients` from now on. Earlier ones live on, of one
// client at most 1000. unauthenticated where the client has ended since it showed its secret.
base::result<kept_token> issue_kept_token(store::transaction& in, const std::string& client_key,
                                          std::string_view text, base::instant now);
// The same token for another day. token_unknown where it is unknown or over.
base::result<kept_token> renew_kept_token(store::transaction& in, const base::secret& shown,
                                          base::instant now);

// Whose it is. Nothing where it is unknown or over, or the client's secret is another by now.
std::optional<model::client_id> find_kept_token(const store::index& in, const store::keyring& keys,
                                                const base::secret& shown, base::instant now);

}  // namespace gatehouse::ops
