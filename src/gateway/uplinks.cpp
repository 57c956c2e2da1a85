#include "gateway/uplinks.hpp"

#include <algorithm>

namespace gatehouse::gateway {

bool uplinks::is_in_order(std::uint16_t id) const
{
    return std::any_of(order_.begin(), order_.end(), [id](const place& each) {
        return each.id == id && each.quality == qos::exactly_once;
    });
}

std::optional<std::uint64_t> uplinks::take(const publish& message, std::string& out)
{
    if (message.quality == qos::exactly_once) {
        if (is_held(message.id)) {
            if (!is_in_order(message.id))
                write_packet(out, pubrec{message.id});
            return std::nullopt;
        }
        if (!held_)
            held_ = std::make_unique<id_set>();
        held_->set(message.id);
        ++held_count_;
    }
    order_.push_back({next_number_, message.payload.size(), message.id, message.quality, state::unsettled});
    bytes_ += message.payload.size();
    return next_number_++;
}

bool uplinks::settled(std::uint64_t number, bool kept, std::string& out)
{
    const auto found = std::find_if(order_.begin(), order_.end(),
                                    [number](const place& each) { return each.number == number; });
    if (found == order_.end())
        return true;
    found->now = kept ? state::kept : state::lost;
    while (!order_.empty() && order_.front().now != state::unsettled) {
        const place first = order_.front();
        if (first.now == state::lost && first.quality != qos::at_most_once)
            return false;
        if (first.quality == qos::at_least_once)
            write_packet(out, puback{first.id});
        else if (first.quality == qos::exactly_once)
            write_packet(out, pubrec{first.id});
        bytes_ -= first.bytes;
        order_.pop_front();
    }
    return true;
}

bool uplinks::release(std::uint16_t id, std::string& out)
{
    if (is_in_order(id))
        return false;
    if (is_held(id)) {
        held_->reset(id);
        if (--held_count_ == 0)
            held_.reset();
    }
    write_packet(out, pubcomp{id});
    return true;
}

}  // namespace gatehouse::gateway
