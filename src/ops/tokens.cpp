#include "ops/tokens.hpp"

#include "base/bytes.hpp"

namespace gatehouse::ops {

base::digest tokens::digest_of(std::string_view shown) const
{
    return store::secret_digest(keys_, store::secret_kind::token, "", shown);
}

std::string tokens::issue(const std::string& client_key, const store::client_entry& whose, base::instant now)
{
    constexpr std::size_t token_bytes = 32;
    std::string made = base::encode_base64url(base::random_bytes(token_bytes));
    const base::digest digest = digest_of(made);
    const std::scoped_lock held(mutex_);
    std::deque<base::digest>& own = issued_[client_key];
    while (!own.empty() && (own.size() >= most || living_.at(own.front()).ends_at <= now)) {
        living_.erase(own.front());
        own.pop_front();
    }
    own.push_back(digest);
    living_.emplace(digest, entry{client_key, whose.secret, now + life});
    return made;
}

std::optional<store::client_entry> tokens::find(const store::index& in, const base::secret& shown,
                                                base::instant now) const
{
    const base::digest digest = digest_of(shown.reveal());
    const std::scoped_lock held(mutex_);
    const auto found = living_.find(digest);
    if (found == living_.end() || found->second.ends_at <= now)
        return std::nullopt;
    const store::client_entry* const whose = in.clients.find(found->second.client_key);
    return whose && base::same(whose->secret, found->second.secret) ? std::optional{*whose} : std::nullopt;
}

}  // namespace gatehouse::ops
