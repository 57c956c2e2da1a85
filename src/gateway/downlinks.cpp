#include "gateway/downlinks.hpp"

#include <algorithm>

namespace gatehouse::gateway {

void downlinks::send(std::shared_ptr<const downlink> what, std::string_view own_topic, time now,
                     std::string& out)
{
    waiting_.push_back(std::move(what));
    fill_window(own_topic, now, out);
}

void downlinks::fill_window(std::string_view own_topic, time now, std::string& out)
{
    while (!waiting_.empty() && under_way_.size() < window_) {
        under_way_.push_back({std::move(waiting_.front()), now + patience_, unused_id(), false});
        waiting_.pop_front();
        write(under_way_.back(), own_topic, out);
    }
}

void downlinks::write(const sent& what, std::string_view own_topic, std::string& out) const
{
    publish message;
    message.topic = what.what->topic.empty() ? own_topic : what.what->topic;
    message.payload = what.what->json;
    message.quality = qos::at_least_once;
    message.dup = what.is_repeated;
    message.id = what.id;
    write_packet(out, message);
}

// In a circle, so that a late PUBACK of a dropped message meets no other.
std::uint16_t downlinks::unused_id()
{
    const auto is_used = [this](std::uint16_t id) {
        return std::any_of(under_way_.begin(), under_way_.end(),
                           [id](const sent& each) { return each.id == id; });
    };
    do
        ++last_id_;
    while (last_id_ == 0 || is_used(last_id_));
    return last_id_;
}

void downlinks::drop(std::list<sent>::iterator which)
{
    if (which->what->topic.empty())
        released_ += which->what->json.size();
    under_way_.erase(which);
}

void downlinks::acknowledged(std::uint16_t id, std::string_view own_topic, time now, std::string& out)
{
    const auto found = std::find_if(under_way_.begin(), under_way_.end(),
                                    [id](const sent& each) { return each.id == id; });
    if (found == under_way_.end())
        return;
    if (found->what->arrived)
        found->what->arrived();
    drop(found);
    fill_window(own_topic, now, out);
}

std::size_t downlinks::look(std::string_view own_topic, time now, std::string& out)
{
    std::size_t dropped = 0;
    while (due() <= now) {
        const auto first = under_way_.begin();
        if (first->is_repeated) {
            drop(first);
            ++dropped;
            continue;
        }
        first->is_repeated = true;
        first->due = now + patience_;
        write(*first, own_topic, out);
        under_way_.splice(under_way_.end(), under_way_, first);
    }
    fill_window(own_topic, now, out);
    return dropped;
}

}  // namespace gatehouse::gateway
