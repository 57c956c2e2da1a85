// Answers on their way to an I/O thread. Lives as long as its loop or a ticket needs it, whichever is longer.
#pragma once

#include "net/feed_queue.hpp"
#include "net/http.hpp"

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <variant>
#include <vector>

namespace gatehouse::net {

// The ticket was dropped.
struct no_answer {};

struct feed_begin {
    reply head;
    std::unique_ptr<feed_queue> queue;
};

// To the loop itself: what was sent before it is still delivered before it.
struct stop_order {
    std::chrono::milliseconds grace;
};

using letter = std::variant<no_answer, reply, feed_begin, feed_piece, stop_order>;

struct mail {
    ticket_id to;
    letter what;
};

// The request whose handler is running on the I/O thread; its answer needs no mail.
struct direct_call {
    ticket_id id;
    std::optional<letter> answer;  // nothing yet: it comes by mail
};

class mailbox final : public answer_sink {
public:
    // `ring` shall wake the I/O thread: called by any thread, once for all mail that has gathered. Not after
    // close().
    explicit mailbox(std::function<void()> ring) : ring_(std::move(ring)) {}
    mailbox(const mailbox&) = delete;
    mailbox& operator=(const mailbox&) = delete;

    // I/O thread only.
    void begin_call(direct_call& call);
    void end_call() { call_ = nullptr; }
    void collect(std::vector<mail>& into);
    void count_dropped(const letter& what)
    {
        if (!std::holds_alternative<feed_piece>(what) && !std::holds_alternative<stop_order>(what))
            dropped_.fetch_add(1, std::memory_order_relaxed);
    }

    // Any thread. After close() answers are dropped; release() ends the owner's own hold.
    void stop(std::chrono::milliseconds grace) { put({{}, stop_order{grace}}, urgency::now); }
    void wake();
    void close();
    void release() { let_go(); }
    std::size_t tickets_in_flight() const { return held_.load(std::memory_order_acquire) - 1; }
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

    void issued() noexcept override { held_.fetch_add(1, std::memory_order_relaxed); }
    void answered(ticket_id id, reply&& with, urgency when) noexcept override;
    void abandoned(ticket_id id) noexcept override;
    void begun(ticket_id id, reply&& head, std::unique_ptr<feed_queue> queue) noexcept override;
    void sent(ticket_id id, feed_piece&& piece, urgency when) noexcept override;
    void ended(ticket_id id, feed_piece&& piece) noexcept override;

private:
    ~mailbox() = default;

    void settle(ticket_id id, letter&& what, urgency when);
    void put(mail&& sent, urgency when);
    void ring();
    void let_go();

    const std::function<void()> ring_;
    std::atomic<std::size_t> held_ = 1;
    std::atomic<std::uint64_t> dropped_ = 0;
    direct_call* call_ = nullptr;  // touched by the I/O thread only

    std::mutex mutex_;
    bool is_open_ = true;
    std::vector<mail> letters_;
    bool has_rung_ = false;
};

struct mailbox_release {
    void operator()(mailbox* box) const { box->release(); }
};

}  // namespace gatehouse::net
