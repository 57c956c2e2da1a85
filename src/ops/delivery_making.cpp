#include "ops/delivery_making.hpp"

#include "store/channels.hpp"
#include "store/followers.hpp"

namespace gatehouse::ops {
namespace {

bool is_told_of(const store::index& in, const store::logged_punch& punch, const making_limits& limits,
                base::instant now)
{
    return punch.accepted && in.telling.find(punch.organization) &&
           now - punch.corrected_time <= limits.tell_within;
}

}  // namespace

made_deliveries make_deliveries(store::transaction& in, const making_limits& limits, base::instant now)
{
    made_deliveries made;
    if (in.index.telling.size() == 0)
        return made;
    const auto ends = std::chrono::steady_clock::now() + limits.most;
    const std::int64_t position = follower_position(in.sql, store::deliveries_follower).value_or(0);
    const auto page = store::punches_after(in.sql, position, limits.punches);
    std::int64_t reached = position;
    for (const store::logged_punch& punch : page) {
        if (is_told_of(in.index, punch, limits, now))
            for (const model::channel_id to : store::channels_of(in.sql, punch))
                if (store::insert_delivery(in, punch, to, now))
                    made.to.push_back(to);
        reached = punch.number.value;
        if (std::chrono::steady_clock::now() >= ends)
            break;
    }
    if (reached != position)
        store::move_follower(in, store::deliveries_follower, reached);
    made.more = !page.empty() && (reached != page.back().number.value ||
                                  static_cast<std::int64_t>(page.size()) == limits.punches);
    return made;
}

}  // namespace gatehouse::ops
