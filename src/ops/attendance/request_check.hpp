// Whether something may be asked for: what its words say, limits of corrections, rest between swapped shifts.
#pragma once

#include "base/result.hpp"
#include "model/person.hpp"
#include "ops/attendance/office.hpp"
#include "store/attendance/requests.hpp"

namespace gatehouse::ops::attendance {

// malformed_input at /words.
base::result<rules::clerk::asked_words> read_asked(std::string_view words);

struct asked_about {
    const model::person& who;
    const rules::clerk::asked_words& asked;
    std::string_view words;
    std::int64_t request = 0;       // that is mended; 0: a new one
    bool by_administrator = false;  // beyond the limits of corrections
    bool confirmed = false;         // less rest than the group wants
};
// malformed_input with everything that is wrong with it [A-32][A-92].
base::result<void> check_asked(store::connection& sql, const office& at, const asked_about& what,
                               base::instant now);

}  // namespace gatehouse::ops::attendance
