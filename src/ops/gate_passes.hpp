// A guest's pass at a gate: decided from the index in memory, recorded whether it opened or not.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <mutex>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

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

// `former`: as the database has it, where the index does not know the pass any more.
judged_pass judge_pass(const store::index& in, const store::keyring& keys, const shown_code& what,
                       const std::optional<model::pass>& former = {});

// What to look for in the database before it is judged: nothing for what the index knows, or what is no pass.
std::optional<base::digest> former_pass_of(const store::index& in, const store::keyring& keys,
                                           const shown_code& what);

// Passes leave the index a day after their visit's end: until then a late guest is told so from memory.
inline constexpr std::chrono::hours pass_remembered{24};
std::vector<base::digest> passes_to_drop(const store::index& in, base::instant now);

// Of what cannot be read as a pass, a gate's log has one line a second: a flood of it keeps no writer busy.
class unreadable_tries {
public:
    bool is_first(model::door_id at, base::instant now);

private:
    std::mutex mutex_;
    std::unordered_map<std::int64_t, base::instant> seconds_;  // by door
};

// The pass whose picture may be fetched now.
const model::pass* find_shown_pass(const store::index& in, const store::keyring& keys, std::string_view text,
                                   base::instant at);

}  // namespace gatehouse::ops
