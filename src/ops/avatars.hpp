// The address under which a face may be looked at without credentials, as a page's <img> does: a name that
// nobody can guess.
#pragma once

#include "model/person.hpp"
#include "store/keyring.hpp"
#include "store/pictures.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::ops {

// 32 hex digits: the person, and a keyed digest over them, their face and the consent to it, so that another
// face or another consent is another name. Empty where there is no face, or no consent that counts.
std::string avatar_of(store::connection& sql, const store::keyring& keys, const model::person& who);
// The face of somebody of the organization whose avatar it is now.
std::optional<store::stored_picture> find_avatar(store::connection& sql, const store::keyring& keys,
                                                 model::organization_id home, std::string_view name);

}  // namespace gatehouse::ops
