// Which descriptors of one I/O thread are ready, as epoll tells it. A descriptor stays registered from one
// wait to the next: a client that asks, waits and asks again costs no system call for it.
#pragma once

#include "net/socket.hpp"
#include "net/transfer.hpp"

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <span>
#include <vector>

struct epoll_event;

namespace gatehouse::net {

class poller;

// Somebody who waits for a descriptor; derive from it. Must be forgotten before it is destroyed.
class waiter {
public:
    waiter() = default;
    waiter(const waiter&) = delete;
    waiter& operator=(const waiter&) = delete;

    // Ends the waits that it is called for; may destroy the waiter. A broken connection is ready for both:
    // reading or writing will say it.
    virtual void ready(bool input, bool output) = 0;

protected:
    ~waiter() = default;

private:
    friend class poller;

    int descriptor_ = -1;
    std::uint32_t wanted_ = 0;   // events
    std::uint32_t watched_ = 0;  // events that epoll watches for; with 0 it does not know the descriptor
    bool is_ready_already_ = false;
};

class poller {
public:
    poller();
    poller(const poller&) = delete;
    poller& operator=(const poller&) = delete;

    // Until the descriptor is ready; once. The same descriptor for a waiter until it is forgotten.
    void wait(waiter& who, int descriptor, readiness what);
    // ready() for input is called in the next round.
    void ready_already(waiter& who);
    // Before the descriptor is closed. From within ready() too.
    void forget(waiter& who);

    // One round: sleeps until something is ready or wake() was called, no longer than `until`, and calls
    // ready() of each. Whether it was woken.
    bool run(std::chrono::steady_clock::time_point until);
    // Any thread.
    void wake() noexcept;

private:
    void watch(waiter& who, std::uint32_t events);
    void dispatch(waiter& who, std::uint32_t events);

    socket epoll_;
    socket alarm_;
    std::vector<waiter*> ready_already_;
    std::span<epoll_event> round_;  // what is still to be dispatched
    std::atomic<bool> is_asleep_ = false;
    std::atomic<bool> is_woken_ = false;
};

}  // namespace gatehouse::net
