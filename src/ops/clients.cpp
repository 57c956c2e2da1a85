#include "ops/clients.hpp"

namespace gatehouse::ops {

base::digest client_secret_digest(const store::keyring& keys, std::string_view protocol,
                                  std::string_view identifier, std::string_view secret)
{
    return store::secret_digest(keys, store::secret_kind::client_secret,
                                store::client_key(protocol, identifier), secret);
}

base::digest licence_digest(const store::keyring& keys, model::client_id client, std::string_view code)
{
    return store::secret_digest(keys, store::secret_kind::licence_code, std::to_string(client.value), code);
}

base::digest api_key_digest(const store::keyring& keys, std::string_view key)
{
    return store::secret_digest(keys, store::secret_kind::api_key, "", key);
}

base::result<store::client_entry> authenticate(const store::index& in, const store::keyring& keys,
                                               std::string_view protocol, std::string_view identifier,
                                               std::string_view shown)
{
    const base::digest digest = client_secret_digest(keys, protocol, identifier, shown);
    const store::client_entry* const found = in.clients.find(store::client_key(protocol, identifier));
    const base::digest& stored = found ? found->secret : base::digest{};
    if (!base::same(stored, digest) || !found)
        return base::error{base::errc::unauthenticated, ""};
    return *found;
}

base::result<store::licence_entry> find_licence(const store::index& in, const store::keyring& keys,
                                                model::client_id client, std::string_view code)
{
    const store::licence_entry* const found = in.licences.find(licence_digest(keys, client, code));
    if (!found)
        return base::error{base::errc::licence_unknown, ""};
    return *found;
}

std::optional<store::api_key_entry> find_api_key(const store::index& in, const store::keyring& keys,
                                                 std::string_view shown)
{
    const store::api_key_entry* const found = in.api_keys.find(api_key_digest(keys, shown));
    return found ? std::optional{*found} : std::nullopt;
}

}  // namespace gatehouse::ops
