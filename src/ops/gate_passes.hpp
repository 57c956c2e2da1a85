// A guest's pass at a gate: decided from the index in memory, recorded whether it opened or not.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <optional>
#include <string_view>

namespace gatehouse::ops {

struct shown_code {
    model::organization_id organization;
    std::string_view pass;                 // what was read; perhaps no pass at all
    std::optional<model::visit_id> visit;  // whose it says it is
    model::door_id door;                   // none: nobody knows which
    base::instant at;
};

struct judged_pass {
    store::punch_draft draft;
    std::optional<base::errc> refusal;  // pass_unknown, or as model::refusal_of()
};

judged_pass judge_pass(const store::index& in, const store::keyring& keys, const shown_code& what);

// The pass whose picture may be fetched now.
const model::pass* find_shown_pass(const store::index& in, const store::keyring& keys, std::string_view text,
                                   base::instant at);

}  // namespace gatehouse::ops
