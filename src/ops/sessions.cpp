#include "ops/sessions.hpp"

#include "base/bytes.hpp"

namespace gatehouse::ops {

opened_session sessions::open(const store::login_row& who, base::instant now)
{
    constexpr std::size_t token_bytes = 32;
    std::string token = base::encode_base64url(base::random_bytes(token_bytes));
    const std::scoped_lock held(mutex_);
    std::erase_if(open_, [now](const auto& each) { return each.second.ends_at <= now; });
    if (open_.size() >= most)
        open_.erase(open_.begin());
    open_.emplace(store::secret_digest(keys_, store::secret_kind::session, "", token),
                  session{who, now + life});
    return {std::move(token), now + life};
}

std::optional<session> sessions::find(const base::secret& token, const store::index& in,
                                      base::instant now) const
{
    const base::digest digest = store::secret_digest(keys_, store::secret_kind::session, "", token.reveal());
    const std::scoped_lock held(mutex_);
    const auto found = open_.find(digest);
    if (found == open_.end() || found->second.ends_at <= now)
        return std::nullopt;
    const store::login_row* const standing = in.logins.find(found->second.who.login);
    return standing && *standing == found->second.who ? std::optional{found->second} : std::nullopt;
}

void sessions::close(const base::secret& token)
{
    const base::digest digest = store::secret_digest(keys_, store::secret_kind::session, "", token.reveal());
    const std::scoped_lock held(mutex_);
    open_.erase(digest);
}

}  // namespace gatehouse::ops
