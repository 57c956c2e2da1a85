// Who does it, as the audit trail names them, and when; and the entry that each deed leaves there.
#pragma once

#include "ops/difference.hpp"
#include "store/changes.hpp"

#include <string>
#include <string_view>

namespace gatehouse::ops {

struct author {
    std::string actor;
    base::instant now;
};

// `action` as "login.create"; what is before the point is the object's kind. `home` none: the server's own.
// `about`: whose key seals what changed; nobody's: the server's.
model::change_number write_down(store::transaction& in, const author& by, model::organization_id home,
                                std::string_view action, std::int64_t object, const difference& changed = {},
                                model::person_id about = {});

}  // namespace gatehouse::ops
