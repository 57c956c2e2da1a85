// A guest's pass at a gate: decided from the index in memory, recorded whether it opened or not.
#pragma once

#include "base/error.hpp"
#include "store/punches.hpp"

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace gatehouse::ops {

struct shown_code {
    model::organization_id organization;
    std::string_view pass;                 // what was read; perhaps no pass at all
    std::optional<model::visit_id> visit;  // whose it says it is
    model::door_id door;                   // none: nobody knows which
    base::instant at;
};

// The pass that it is, as far as that is known.
struct found_code {
    store::shown shown;
    std::optional<model::pass> held;
};

found_code find_code(const store::index& in, const store::keyring& keys, const shown_code& what);
// Whether the database may hold it, though the index does not: a pass of a visit that was over long ago.
bool may_be_former(const shown_code& what, const found_code& found);

struct judged_pass {
    store::punch_draft draft;
    std::optional<base::errc> refusal;  // pass_unknown, or as model::refusal_of()
};

judged_pass judge_pass(const store::index& in, const shown_code& what, const found_code& found);

// Passes leave the index a day after their visit's end: until then a late guest is told so from memory.
inline constexpr std::chrono::hours pass_remembered{24};
std::vector<base::digest> passes_to_drop(const store::index& in, base::instant now);

// Which tries were handed to the log already: it holds one of a pass, a gate and a second, however often a
// reader shows it, and of what is no pass at all likewise. Any thread. What is forgotten under a flood of
// others is handed over again, and known by the log.
class gate_tries {
public:
    using try_tag = std::uint64_t;

    static try_tag tag_of(const base::digest& shown, const model::punch& made);
    bool knows(try_tag which) const { return place_of(which).load(std::memory_order_relaxed) == which; }
    void add(try_tag which) { place_of(which).store(which, std::memory_order_relaxed); }
    // It is not in the log after all.
    void remove(try_tag which);

private:
    static constexpr std::size_t places = 8192;

    const std::atomic<try_tag>& place_of(try_tag which) const { return tags_[which % places]; }
    std::atomic<try_tag>& place_of(try_tag which) { return tags_[which % places]; }

    std::array<std::atomic<try_tag>, places> tags_{};
};

// The pass whose picture may be fetched now.
const model::pass* find_shown_pass(const store::index& in, const store::keyring& keys, std::string_view text,
                                   base::instant at);

}  // namespace gatehouse::ops
