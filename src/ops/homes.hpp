// Whether a key or a login is for one organization or for all of them, as its scope or role wants it.
#pragma once

#include "base/result.hpp"
#include "store/index.hpp"

namespace gatehouse::ops {

enum class home_rule : std::uint8_t { none, any, one };

// `home` none: all organizations. malformed_input at /organization_id.
base::result<void> check_home(const store::index& in, model::organization_id home, home_rule wanted);

}  // namespace gatehouse::ops
