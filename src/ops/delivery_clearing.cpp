#include "ops/delivery_clearing.hpp"

#include "ops/background.hpp"
#include "store/deliveries.hpp"

namespace gatehouse::ops {
namespace {

constexpr std::chrono::hours between{1};
constexpr std::int64_t page = 100;  // removing them takes about 3 ms

}  // namespace

void delivery_clearing::run(base::instant now)
{
    if (now < next_ && next_ - now <= between)
        return;
    next_ = now + between;
    give_up(now);
    remove_old(now);
}

// A receiver that fails is asked ever less often: what waits for it would wait for ever.
void delivery_clearing::give_up(base::instant now)
{
    const base::instant before = now - model::longest_pending;
    for (;;) {
        std::vector<ended_delivery> given_up;
        const auto found = store::deliveries_after(sql_, looked_at_, page);
        for (const model::delivery& each : found) {
            if (each.made_at >= before)
                break;
            looked_at_ = each.id;
            if (each.state == model::delivery_state::pending && each.pending_since < before)
                given_up.push_back(
                    {each.id, model::delivery_state::dead, "the receiver failed for too long"});
        }
        if (!outcomes_.end(given_up) || found.empty() || looked_at_ != found.back().id)
            return;
    }
}

void delivery_clearing::remove_old(base::instant now)
{
    const base::instant before = now - keep_;
    const auto is_old = [before](const model::delivery& each) { return each.pending_since < before; };
    model::delivery_id after;
    for (;;) {
        const auto found = store::deliveries_after(sql_, after, page);
        if (found.empty() || found.front().made_at >= before)
            return;
        const bool done = run_behind(writer_, [&](store::transaction& in) {
            for (const model::delivery& each : found)
                if (is_old(each))
                    store::remove_delivery(in, each.id);
        });
        if (!done)
            return;
        after = found.back().id;
    }
}

}  // namespace gatehouse::ops
