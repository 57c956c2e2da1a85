#include "ops/phone_sessions.hpp"

#include "base/bytes.hpp"

namespace gatehouse::ops {

base::digest phone_sessions::digest_of(std::string_view token) const
{
    return store::secret_digest(keys_, store::secret_kind::session, "phone", token);
}

opened_phone_session phone_sessions::open(model::organization_id site, std::string_view wechat_id,
                                          base::instant now)
{
    constexpr std::size_t token_bytes = 32;
    std::string token = base::encode_base64url(base::random_bytes(token_bytes));
    const std::scoped_lock held(mutex_);
    if (open_.size() >= most)
        std::erase_if(open_, [now](const auto& each) { return each.second.ends_at <= now; });
    if (open_.size() >= most)
        open_.erase(open_.begin());
    open_.emplace(digest_of(token), holder{site, std::string(wechat_id), now + life});
    return {std::move(token), now + life};
}

std::optional<phone_sessions::holder> phone_sessions::find(const base::secret& token, base::instant now) const
{
    const base::digest digest = digest_of(token.reveal());
    const std::scoped_lock held(mutex_);
    const auto found = open_.find(digest);
    return found != open_.end() && found->second.ends_at > now ? std::optional{found->second} : std::nullopt;
}

std::size_t phone_sessions::size() const
{
    const std::scoped_lock held(mutex_);
    return open_.size();
}

}  // namespace gatehouse::ops
