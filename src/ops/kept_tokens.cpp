#include "ops/kept_tokens.hpp"

namespace gatehouse::ops {
namespace {

constexpr std::int64_t most_of_a_client = 1000;

base::digest digest_of(const store::keyring& keys, std::string_view shown)
{
    return store::secret_digest(keys, store::secret_kind::kept_token, "", shown);
}

const store::token_entry* living(const store::index& in, const base::digest& shown, base::instant now)
{
    const store::token_entry* const found = in.client_tokens.find(shown);
    if (!found || found->ends_at <= now)
        return nullptr;
    const store::client_entry* const whose = in.clients.find(found->client_key);
    return whose && base::same(whose->secret, found->secret) ? found : nullptr;
}

}  // namespace

std::string make_kept_token()
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t length = 40;
    std::string made;
    while (made.size() < length)
        for (const char c : base::random_bytes(length)) {
            // Bytes past the last whole round of letters would favour the first ones.
            const auto byte = static_cast<unsigned char>(c);
            if (byte < 256 / letters.size() * letters.size() && made.size() < length)
                made += letters[byte % letters.size()];
        }
    return made;
}

base::result<kept_token> issue_kept_token(store::transaction& in, const std::string& client_key,
                                          std::string_view text, base::instant now)
{
    const store::client_entry* const whose = in.index.clients.find(client_key);
    if (!whose)
        return base::error{base::errc::unauthenticated};
    store::drop_client_tokens(in, whose->id, most_of_a_client - 1, now);
    const store::token_entry made{client_key, whose->id, whose->secret, now + kept_token_life};
    store::put_client_token(in, digest_of(in.keys, text), made, now);
    return kept_token{std::string(text), made.ends_at};
}

base::result<kept_token> renew_kept_token(store::transaction& in, const base::secret& shown,
                                          base::instant now)
{
    const base::digest digest = digest_of(in.keys, shown.reveal());
    if (!living(in.index, digest, now))
        return base::error{base::errc::token_unknown};
    store::extend_client_token(in, digest, now + kept_token_life);
    return kept_token{std::string(shown.reveal()), now + kept_token_life};
}

std::optional<model::client_id> find_kept_token(const store::index& in, const store::keyring& keys,
                                                const base::secret& shown, base::instant now)
{
    const store::token_entry* const found = living(in, digest_of(keys, shown.reveal()), now);
    return found ? std::optional{found->client} : std::nullopt;
}

}  // namespace gatehouse::ops
