// Photos of guests: read from an application, kept on a worker, and to be had by their address.
#pragma once

#include "base/result.hpp"
#include "endpoint/route.hpp"
#include "store/guest_photos.hpp"
#include "wire/visitor/caller.hpp"
#include "wire/visitor/visit_messages.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::wire::visitor {

using kept_photos = std::vector<std::optional<store::prepared_picture>>;

bool has_photo(const application_request& asked);

// The main visitor's, then the companions', without what they say of others: on disk afterwards, under the
// key of the month in which the visit ends. malformed_input that names the field, and nothing is kept, where
// one cannot be read. Decodes and waits: for a worker.
base::result<kept_photos> keep_photos(endpoint::services& with, const caller& by,
                                      const application_request& asked);

// Behind the server's public address: the key and the digest, which nobody can guess, are the credential, as
// of a pass.
std::string photo_address(const store::stored_picture& what, std::string_view public_url);

}  // namespace gatehouse::wire::visitor
