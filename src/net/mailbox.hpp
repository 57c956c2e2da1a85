// Answers on their way to an I/O thread. Lives as long as its loop or a ticket needs it, whichever is longer.
#pragma once

#include "net/http.hpp"

#include <boost/asio/io_context.hpp>

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

namespace gatehouse::net {

struct mail {
    ticket_id to;
    std::optional<reply> answer;  // nothing: the ticket was dropped
};

// The request whose handler is running on the I/O thread; its answer needs no mail.
struct direct_call {
    enum class outcome : std::uint8_t { pending, answered, abandoned };

    ticket_id id;
    outcome now = outcome::pending;
    reply answer;
};

class mailbox final : public answer_sink {
public:
    // `on_mail` is run on the context's thread, once for all mail that has gathered.
    mailbox(boost::asio::io_context& context, std::function<void()> on_mail);
    mailbox(const mailbox&) = delete;
    mailbox& operator=(const mailbox&) = delete;

    // I/O thread only.
    void begin_call(direct_call& call);
    void end_call() { call_ = nullptr; }
    void collect(std::vector<mail>& into);
    void count_dropped() { dropped_.fetch_add(1, std::memory_order_relaxed); }

    // Any thread. After close() answers are dropped; release() ends the owner's own hold.
    void wake();
    void close();
    void release() { let_go(); }
    std::size_t tickets_in_flight() const { return held_.load(std::memory_order_acquire) - 1; }
    std::uint64_t dropped() const { return dropped_.load(std::memory_order_relaxed); }

    void issued() noexcept override { held_.fetch_add(1, std::memory_order_relaxed); }
    void answered(ticket_id id, reply&& with, urgency when) noexcept override;
    void abandoned(ticket_id id) noexcept override;

private:
    ~mailbox() = default;

    direct_call* call_to(ticket_id id) const;
    void put(mail&& letter, urgency when);
    void ring();
    void let_go();

    std::function<void()> on_mail_;
    std::atomic<std::size_t> held_ = 1;
    std::atomic<std::uint64_t> dropped_ = 0;
    direct_call* call_ = nullptr;  // touched by the I/O thread only

    std::mutex mutex_;
    boost::asio::io_context* context_;
    std::vector<mail> letters_;
    bool has_rung_ = false;
};

struct mailbox_release {
    void operator()(mailbox* box) const { box->release(); }
};

}  // namespace gatehouse::net
