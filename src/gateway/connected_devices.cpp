#include "gateway/connected_devices.hpp"

namespace gatehouse::gateway {

void connected_devices::tell_left(line& who, bool taken_over)
{
    who.die();
    if (who.leaves_now())
        told_.left(who, taken_over);
}

bool connected_devices::enter(const std::shared_ptr<line>& who)
{
    shard& here = shard_of(who->client_id());
    const std::lock_guard lock(here.mutex);
    std::shared_ptr<line> former;
    if (const auto found = here.lines.find(who->client_id()); found != here.lines.end()) {
        former = std::move(found->second);
        here.lines.erase(found);
    }
    here.lines.emplace(who->client_id(), who);
    if (former) {
        former->order_close(true);
        tell_left(*former, true);
    }
    told_.arrived(who);
    return former != nullptr;
}

void connected_devices::leave(line& who)
{
    shard& here = shard_of(who.client_id());
    std::shared_ptr<line> kept;  // outlives the lock
    const std::lock_guard lock(here.mutex);
    if (const auto found = here.lines.find(who.client_id());
        found != here.lines.end() && found->second.get() == &who) {
        kept = std::move(found->second);
        here.lines.erase(found);
    }
    tell_left(who, false);
}

}  // namespace gatehouse::gateway
