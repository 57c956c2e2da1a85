// Who may be sent to next: one lane a target, so that a slow or failing one delays nobody else. Knows only
// targets with something to send, under way, or spared for something that is remembered.
#pragma once

#include "base/assert.hpp"
#include "base/clock.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace gatehouse::ops {

struct lane_limits {
    std::size_t of_one = 4;  // attempts under way at one target
    std::size_t of_all = 256;
};

// How a target is spared that fails: asked by one attempt at a time until one succeeds. The other is
// ops/circuit.
class caution {
public:
    bool is_open() const { return is_failing_; }
    bool remembers(base::instant) const { return is_failing_; }
    bool admits(base::instant, std::size_t under_way) const { return !is_failing_ || under_way == 0; }
    static base::instant spared_until() { return {}; }
    void heard(bool success) { is_failing_ = !success; }

private:
    bool is_failing_ = false;
};

// `What`: what is under way there, once each.
template <class Target, class What, class Circuit>
class turns {
public:
    explicit turns(lane_limits limits) : limits_(limits) {}

    // Something of this target's is due at that time, or perhaps before.
    void expect(Target at, base::instant due)
    {
        auto& known = lanes_[at].due;
        known = known ? std::min(*known, due) : due;
    }

    struct turn {
        Target target;
        std::size_t room = 0;  // how many attempts may start
        std::size_t under_way = 0;
    };
    // The next target that is due and may be sent to; round about, so that none waits for another's backlog.
    // Not answered again for a target until something of it is expected again.
    std::optional<turn> next(base::instant now)
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
    bool has_turn(base::instant now) const
    {
        return under_way_ < limits_.of_all &&
               std::any_of(lanes_.begin(), lanes_.end(),
                           [&](const auto& each) { return is_ready(each.second, now); });
    }

    void started(Target at, What what)
    {
        GATEHOUSE_ASSERT(lanes_[at].under_way.insert(what).second);
        ++under_way_;
    }
    bool is_under_way(Target at, What what) const
    {
        const auto found = lanes_.find(at);
        return found != lanes_.end() && found->second.under_way.contains(what);
    }
    // Its target's circuit, to be told how that does.
    Circuit& ended(Target at, What what)
    {
        lane& of = lanes_[at];
        GATEHOUSE_ASSERT(of.under_way.erase(what) == 1);
        --under_way_;
        return of.circuit;
    }

    // Lets go of targets of which nothing is expected, under way or remembered.
    void forget_idle(base::instant now)
    {
        std::erase_if(lanes_, [now](const auto& each) {
            const lane& of = each.second;
            return !of.due && of.under_way.empty() && !of.circuit.remembers(now);
        });
    }
    // When the next turn may come; nothing while nothing is expected.
    std::optional<base::instant> next_time() const
    {
        std::optional<base::instant> soonest;
        for (const auto& [id, of] : lanes_) {
            if (!of.due || of.under_way.size() >= limits_.of_one)
                continue;
            const base::instant at = std::max(*of.due, of.circuit.spared_until());
            if (!of.circuit.admits(at, of.under_way.size()))
                continue;  // until what is under way has ended
            soonest = soonest ? std::min(*soonest, at) : at;
        }
        return soonest;
    }

private:
    struct lane {
        std::optional<base::instant> due;
        std::set<What> under_way;
        Circuit circuit;
    };

    bool is_ready(const lane& of, base::instant now) const
    {
        return of.due && *of.due <= now && of.under_way.size() < limits_.of_one &&
               of.circuit.admits(now, of.under_way.size());
    }

    lane_limits limits_;
    std::map<Target, lane> lanes_;
    Target served_{};
    std::size_t under_way_ = 0;
};

}  // namespace gatehouse::ops
