// An answer that goes on: its body is sent piece by piece, from any thread, until one side ends it.
#pragma once

#include "net/http.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse::net {

// Bytes for many clients: made once, shared, never changed. They stand in the frame of an HTTP/1.1 chunk, so
// that no client needs a copy of its own.
class chunk {
public:
    // Not empty: an empty chunk would end the body.
    explicit chunk(std::string_view bytes);

    std::string_view framed() const { return framed_; }
    std::string_view bytes() const { return std::string_view(framed_).substr(begin_, size_); }

private:
    std::string framed_;
    std::size_t begin_ = 0;
    std::size_t size_ = 0;
};

using block = std::shared_ptr<const chunk>;

// What both ends of a feed see of it.
struct feed_link {
    std::atomic<std::size_t> waiting = 0;  // bytes sent that the client's socket has not taken yet
    std::atomic<bool> is_open = true;
};

// The sender's end. Like a ticket it may go to any thread and outlive connection and server. One that is
// destroyed ends the answer.
class feed {
public:
    feed() = default;
    feed(answer_sink& sink, ticket_id id, std::shared_ptr<feed_link> link) noexcept
        : sink_(&sink),
          id_(id),
          link_(std::move(link))
    {}
    feed(feed&& other) noexcept
        : sink_(std::exchange(other.sink_, nullptr)),
          id_(other.id_),
          link_(std::move(other.link_))
    {}
    feed& operator=(feed&& other) noexcept
    {
        feed old(std::move(*this));
        sink_ = std::exchange(other.sink_, nullptr);
        id_ = other.id_;
        link_ = std::move(other.link_);
        return *this;
    }
    ~feed() { end(); }

    // False once the client is gone, was cut off or the server stops: what is sent then goes nowhere.
    bool is_open() const { return link_ && link_->is_open.load(std::memory_order_acquire); }
    // Bytes that the client has not taken yet; over limits::feed_waiting it is cut off.
    std::size_t waiting() const { return link_ ? link_->waiting.load(std::memory_order_relaxed) : 0; }

    // `send` wakes the I/O thread, `send_later` leaves that to http_server::wake().
    void send(block bytes) noexcept { give(std::move(bytes), urgency::now); }
    void send_later(block bytes) noexcept { give(std::move(bytes), urgency::later); }
    // What was sent before still goes out.
    void end() noexcept;

private:
    void give(block&& bytes, urgency when) noexcept;

    answer_sink* sink_ = nullptr;
    ticket_id id_;
    std::shared_ptr<feed_link> link_;
};

}  // namespace gatehouse::net
