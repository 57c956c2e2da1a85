// Who is calling: a client by its identifier and secret, and the organization that a licence opens to it.
#pragma once

#include "base/result.hpp"
#include "store/index.hpp"
#include "store/keyring.hpp"

namespace gatehouse::ops {

// A client that is unknown and a secret that is wrong take the same path and the same time.
base::result<store::client_entry> authenticate(const store::index& in, const store::keyring& keys,
                                               std::string_view protocol, std::string_view identifier,
                                               std::string_view shown);

// A code unknown and a code of another client's are one error.
base::result<store::licence_entry> find_licence(const store::index& in, const store::keyring& keys,
                                                model::client_id client, std::string_view code);

std::optional<store::api_key_entry> find_api_key(const store::index& in, const store::keyring& keys,
                                                 std::string_view shown);

// The digest under which a licence's code stands.
base::digest licence_digest(const store::keyring& keys, model::client_id client, std::string_view code);
base::digest client_secret_digest(const store::keyring& keys, std::string_view protocol,
                                  std::string_view identifier, std::string_view secret);
base::digest api_key_digest(const store::keyring& keys, std::string_view key);

}  // namespace gatehouse::ops
