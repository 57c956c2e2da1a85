// Who does a thing, as the audit trail names them, and when.
#pragma once

#include "base/clock.hpp"

#include <string>

namespace gatehouse::ops {

struct author {
    std::string actor;
    base::instant now;
};

}  // namespace gatehouse::ops
