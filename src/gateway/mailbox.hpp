// What other threads have for the connections of one I/O thread. Shared by the thread and the lines of its
// connections; after close() whatever comes is dropped.
#pragma once

#include "gateway/downlinks.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <variant>
#include <vector>

namespace gatehouse::gateway {

struct session_id {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;
};

// Of an up-link.
struct settlement {
    std::uint64_t number;
    bool kept;
};
struct close_order {
    bool taken_over;
};
// To the loop itself.
struct broadcast_order {
    std::shared_ptr<const downlink> what;
};
struct stop_order {
    std::chrono::milliseconds grace;
};
using letter =
    std::variant<settlement, std::shared_ptr<const downlink>, close_order, broadcast_order, stop_order>;

struct mail {
    session_id to;
    letter what;
};

class mailbox {
public:
    // `ring` shall wake the I/O thread: called by any thread, once for all mail that has gathered. Not after
    // close().
    explicit mailbox(std::function<void()> ring) : ring_(std::move(ring)) {}

    void put(mail&& sent, bool wakes)
    {
        const std::lock_guard lock(mutex_);
        if (!is_open_)
            return;
        letters_.push_back(std::move(sent));
        if (wakes)
            ring();
    }
    void wake()
    {
        const std::lock_guard lock(mutex_);
        if (is_open_ && !letters_.empty())
            ring();
    }
    // `into` is empty.
    void collect(std::vector<mail>& into)
    {
        const std::lock_guard lock(mutex_);
        has_rung_ = false;
        into.swap(letters_);
    }
    void close()
    {
        const std::lock_guard lock(mutex_);
        is_open_ = false;
        letters_.clear();
    }

private:
    // Under the lock: close() must not come in between.
    void ring()
    {
        if (!std::exchange(has_rung_, true))
            ring_();
    }

    const std::function<void()> ring_;
    std::mutex mutex_;
    bool is_open_ = true;
    bool has_rung_ = false;
    std::vector<mail> letters_;
};

}  // namespace gatehouse::gateway
