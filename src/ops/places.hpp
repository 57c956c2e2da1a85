// Where a thing belongs, checked: what of an input only the store can tell to be wrong, with its place in it.
#pragma once

#include "base/result.hpp"
#include "store/index.hpp"

#include <optional>
#include <string>

namespace gatehouse::ops {

// malformed_input at `where`, a JSON pointer.
base::error wrong(std::string where, std::string why);

// Whether a key or a login is for one organization or for all of them, as its scope or role wants it.
enum class home_rule : std::uint8_t { none, any, one };

// `home` none: all organizations. malformed_input at /organization_id.
base::result<void> check_home(const store::index& in, model::organization_id home, home_rule wanted);

// malformed_input at /unit_id where there is one that is none of the organization's active units.
base::result<void> check_unit(const store::index& in, model::organization_id home,
                              const std::optional<model::unit_id>& unit);

}  // namespace gatehouse::ops
