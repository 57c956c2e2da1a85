#include "ops/target_lanes.hpp"

#include "base/assert.hpp"

#include <algorithm>

namespace gatehouse::ops {

void target_lanes::expect(model::channel_id at, base::instant due)
{
    auto& known = lanes_[at].due;
    known = known ? std::min(*known, due) : due;
}

bool target_lanes::is_ready(const lane& of, base::instant now) const
{
    return of.due && *of.due <= now && of.under_way.size() < limits_.of_one &&
           of.circuit.admits(now, of.under_way.size());
}

bool target_lanes::has_turn(base::instant now) const
{
    return under_way_ < limits_.of_all && std::any_of(lanes_.begin(), lanes_.end(), [&](const auto& each) {
               return is_ready(each.second, now);
           });
}

void target_lanes::forget_idle(base::instant now)
{
    std::erase_if(lanes_, [now](const auto& each) {
        const lane& of = each.second;
        return !of.due && of.under_way.empty() && !of.circuit.remembers(now);
    });
}

std::optional<target_lanes::turn> target_lanes::next(base::instant now)
{
    if (under_way_ >= limits_.of_all)
        return std::nullopt;
    auto at = lanes_.upper_bound(served_);
    for (std::size_t looked = 0; looked < lanes_.size(); ++looked, ++at) {
        if (at == lanes_.end())
            at = lanes_.begin();
        lane& found = at->second;
        if (!is_ready(found, now))
            continue;
        served_ = at->first;
        found.due.reset();
        const std::size_t most = found.circuit.is_open() ? 1 : limits_.of_one;
        const std::size_t room = std::min(most - found.under_way.size(), limits_.of_all - under_way_);
        return turn{at->first, room, found.under_way.size()};
    }
    return std::nullopt;
}

void target_lanes::started(model::channel_id at, model::delivery_id what)
{
    GATEHOUSE_ASSERT(lanes_[at].under_way.insert(what).second);
    ++under_way_;
}

bool target_lanes::is_under_way(model::channel_id at, model::delivery_id what) const
{
    const auto found = lanes_.find(at);
    return found != lanes_.end() && found->second.under_way.contains(what);
}

target_lanes::turn_of_circuit target_lanes::ended(model::channel_id at, model::delivery_id what,
                                                  const model::attempt& how)
{
    lane& of = lanes_[at];
    GATEHOUSE_ASSERT(of.under_way.erase(what) == 1);
    --under_way_;
    const bool was_open = of.circuit.is_open();
    const base::instant now = how.at + how.took;
    using enum model::attempt_end;
    if (how.end == delivered || how.end == postponed || how.end == unreached)
        of.circuit.succeeded();
    else if (how.end == failed)
        of.circuit.failed(now);
    if (how.wait && how.end == failed)
        of.circuit.hold(now, *how.wait);
    const bool is_open = of.circuit.is_open();
    if (was_open == is_open)
        return turn_of_circuit::none;
    return is_open ? turn_of_circuit::opened : turn_of_circuit::closed;
}

std::optional<base::instant> target_lanes::next_time() const
{
    std::optional<base::instant> soonest;
    for (const auto& [id, of] : lanes_) {
        if (!of.due || of.under_way.size() >= limits_.of_one)
            continue;
        const base::instant at = std::max(*of.due, of.circuit.spared_until());
        soonest = soonest ? std::min(*soonest, at) : at;
    }
    return soonest;
}

}  // namespace gatehouse::ops
