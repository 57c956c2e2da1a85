// What is on its way to a device: a few messages unacknowledged at a time, the others wait. One that is not
// acknowledged is sent once more, with DUP, and then dropped.
#pragma once

#include "gateway/packet.hpp"
#include "net/deadline_wheel.hpp"

#include <functional>
#include <list>
#include <memory>
#include <utility>

namespace gatehouse::gateway {

struct downlink {
    std::string topic;  // empty: the device's own
    std::string json;
    std::function<void()> arrived{};  // called when it is acknowledged
};

class downlinks {
public:
    using time = net::steady::time_point;

    downlinks(std::size_t window, net::steady::duration patience) : window_(window), patience_(patience) {}

    // At QoS 1. `own_topic` holds for messages that name none, here and below.
    void send(std::shared_ptr<const downlink> what, std::string_view own_topic, time now, std::string& out);
    // PUBACK; of a message that was dropped meanwhile it says nothing.
    void acknowledged(std::uint16_t id, std::string_view own_topic, time now, std::string& out);
    // Sends again or drops what has waited long enough. How many were dropped.
    std::size_t look(std::string_view own_topic, time now, std::string& out);
    // When look() has something to do; the end of time where nothing is under way.
    time due() const { return under_way_.empty() ? time::max() : under_way_.front().due; }

    // Bytes of the device's own messages that are no longer held, since the last call.
    std::size_t take_released() { return std::exchange(released_, 0); }
    std::size_t waiting() const { return waiting_.size(); }

private:
    struct sent {
        std::shared_ptr<const downlink> what;
        time due;
        std::uint16_t id;
        bool is_repeated;
    };

    void fill_window(std::string_view own_topic, time now, std::string& out);
    void write(const sent& what, std::string_view own_topic, std::string& out) const;
    void drop(std::list<sent>::iterator which);
    std::uint16_t unused_id();

    std::size_t window_;
    net::steady::duration patience_;
    std::list<sent> under_way_;  // the next due first
    std::list<std::shared_ptr<const downlink>> waiting_;
    std::size_t released_ = 0;
    std::uint16_t last_id_ = 0;
};

}  // namespace gatehouse::gateway
