#include "ops/sessions.hpp"

#include "base/bytes.hpp"

namespace gatehouse::ops {

std::string sessions::open(const store::login_row& who, base::instant now)
{
    constexpr std::size_t token_bytes = 32;
    std::string token = base::encode_base64url(base::random_bytes(token_bytes));
    const std::scoped_lock held(mutex_);
    std::erase_if(open_, [now](const auto& each) { return each.second.ends_at <= now; });
    if (open_.size() >= most)
        open_.erase(open_.begin());
    open_.emplace(store::secret_digest(keys_, store::secret_kind::session, "", token),
                  session{who.login, who.role, who.organization, now + life});
    return token;
}

std::optional<session> sessions::find(const base::secret& token, base::instant now) const
{
    const base::digest digest = store::secret_digest(keys_, store::secret_kind::session, "", token.reveal());
    const std::scoped_lock held(mutex_);
    const auto found = open_.find(digest);
    if (found == open_.end() || found->second.ends_at <= now)
        return std::nullopt;
    return found->second;
}

void sessions::close(const base::secret& token)
{
    const base::digest digest = store::secret_digest(keys_, store::secret_kind::session, "", token.reveal());
    const std::scoped_lock held(mutex_);
    open_.erase(digest);
}

void sessions::close_all(std::string_view login)
{
    const std::scoped_lock held(mutex_);
    std::erase_if(open_, [login](const auto& each) { return each.second.login == login; });
}

}  // namespace gatehouse::ops
