// What a device has published and is not through with: acknowledgements leave in the order of the messages
// (4.6), each when its message is kept; a QoS 2 message that comes again before its PUBREL is no second one.
#pragma once

#include "gateway/packet.hpp"

#include <bitset>
#include <list>
#include <memory>

namespace gatehouse::gateway {

class uplinks {
public:
    // Takes a message's place in the order; settled() is awaited under the number that it answers. Nothing: a
    // QoS 2 message that came before, which was answered as far as it can be.
    std::optional<std::uint64_t> take(const publish& message, std::string& out);
    // False when the message was lost and its client waits for an acknowledgement: everything before it was
    // acknowledged, and nothing behind it may be.
    bool settled(std::uint64_t number, bool kept, std::string& out);
    // PUBREL. False when the message is not even acknowledged.
    bool release(std::uint16_t id, std::string& out);

    std::size_t unsettled() const { return order_.size(); }
    std::size_t unsettled_bytes() const { return bytes_; }

private:
    enum class state : std::uint8_t { unsettled, kept, lost };
    struct place {
        std::uint64_t number;
        std::size_t bytes;
        std::uint16_t id;
        qos quality;
        state now;
    };
    using id_set = std::bitset<65536>;

    bool is_held(std::uint16_t id) const { return held_ && held_->test(id); }
    bool is_in_order(std::uint16_t id) const;

    std::list<place> order_;
    std::uint64_t next_number_ = 0;
    std::size_t bytes_ = 0;
    std::unique_ptr<id_set> held_;  // QoS 2: between PUBLISH and PUBREL; none while there is none
    std::size_t held_count_ = 0;
};

}  // namespace gatehouse::gateway
