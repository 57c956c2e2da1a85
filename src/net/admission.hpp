// What all I/O threads share out together: connections, connections of one source, memory for bodies.
#pragma once

#include "net/limits.hpp"

#include <boost/asio/ip/address.hpp>

#include <atomic>
#include <cstddef>
#include <mutex>
#include <unordered_map>

namespace gatehouse::net {

enum class admitted : std::uint8_t {
    yes,
    to_be_refused,  // over a limit, but there is room to say so
    no              // not even that
};

// Once at the start: lets the process open as many descriptors as the most connections need, where the system
// allows that.
void raise_descriptor_limit();

class admission {
public:
    explicit admission(const limits& bounds);

    // Every answer but `no` is undone by leave() with the same address.
    admitted enter(const boost::asio::ip::address& source);
    void leave(const boost::asio::ip::address& source);
    std::size_t open() const { return open_.load(std::memory_order_acquire); }

    // False when the budget is used up; then nothing was taken.
    bool take_memory(std::size_t bytes);
    void return_memory(std::size_t bytes);
    std::size_t memory() const { return memory_.load(std::memory_order_relaxed); }

private:
    bool is_source_full(const boost::asio::ip::address& source);

    const std::size_t most_open_;
    const std::size_t most_of_source_;
    const std::size_t most_memory_;
    std::atomic<std::size_t> open_ = 0;
    std::atomic<std::size_t> memory_ = 0;
    std::mutex mutex_;
    std::unordered_map<boost::asio::ip::address, std::size_t> of_source_;
};

}  // namespace gatehouse::net
