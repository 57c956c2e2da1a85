// Which line stands for which client identifier, over all I/O threads, and whoever is told of it: of two
// connections with one identifier the newer stays (3.1.4-2).
#pragma once

#include "gateway/line.hpp"

#include <array>
#include <mutex>
#include <unordered_map>

namespace gatehouse::gateway {

class connected_devices {
public:
    explicit connected_devices(device_host& told) : told_(told) {}

    // Tells the host that it arrived, and before it that the one whose place it takes left. True when there
    // was one.
    bool enter(const std::shared_ptr<line>& who);
    // At its end; what another has taken over has left already.
    void leave(line& who);

private:
    // One for many identifiers. Held while the host is told, so that it hears of one device in order.
    struct shard {
        std::mutex mutex;
        std::unordered_map<std::string_view, std::shared_ptr<line>> lines;  // the key is the line's own
    };

    shard& shard_of(std::string_view client_id)
    {
        return shards_[std::hash<std::string_view>{}(client_id) % shards_.size()];
    }
    void tell_left(line& who, bool taken_over);

    device_host& told_;
    std::array<shard, 64> shards_;
};

}  // namespace gatehouse::gateway
