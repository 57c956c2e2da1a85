// The I/O thread's end of a feed: what the client has not taken yet. Without I/O of its own.
#pragma once

#include "net/feed.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>

namespace gatehouse::net {

class feed_queue {
public:
    explicit feed_queue(std::shared_ptr<feed_link> link) : link_(std::move(link)) {}
    // Whatever ends the queue tells the sender.
    ~feed_queue() { link_->is_open.store(false, std::memory_order_release); }
    feed_queue(const feed_queue&) = delete;
    feed_queue& operator=(const feed_queue&) = delete;

    // Without the frames of chunks the body ends with the connection (HTTP/1.0).
    void leave_out_frames() { is_framed_ = false; }
    bool belongs_to(const feed_piece& piece) const { return piece.of == link_; }

    // False, and nothing taken, when it would not be the first to wait and over `most` bytes would wait.
    bool push(block bytes, std::size_t most);
    // Nothing comes behind what waits.
    void end() { is_ending_ = true; }

    // What is to be sent next; empty: nothing now.
    std::string_view next() const;
    void sent(std::size_t bytes);
    bool is_over() const { return is_ending_ && next().empty(); }

private:
    std::string_view view_of(const chunk& what) const { return is_framed_ ? what.framed() : what.bytes(); }

    std::shared_ptr<feed_link> link_;
    std::deque<block> blocks_;
    std::size_t waiting_ = 0;
    std::size_t sent_of_first_ = 0;  // behind the last block: of the end
    bool is_framed_ = true;
    bool is_ending_ = false;
};

}  // namespace gatehouse::net
