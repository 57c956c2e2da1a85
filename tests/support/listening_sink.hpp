// Takes one answer, whole or one that goes on, and keeps what came for the test.
#pragma once

#include "net/feed_queue.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>

namespace gatehouse::support {

class listening_sink final : public net::answer_sink {
public:
    void issued() noexcept override {}
    void answered(net::ticket_id, net::reply&& with, net::urgency) noexcept override
    {
        take(std::move(with));
    }
    void abandoned(net::ticket_id) noexcept override
    {
        net::reply nothing;
        nothing.status = 500;
        take(std::move(nothing));
    }
    void begun(net::ticket_id, net::reply&& head, std::unique_ptr<net::feed_queue> queue) noexcept override
    {
        {
            const std::scoped_lock held(mutex_);
            queue_ = std::move(queue);
            queue_->leave_out_frames();
        }
        take(std::move(head));
    }
    void sent(net::ticket_id, net::feed_piece&& piece, net::urgency) noexcept override
    {
        const std::scoped_lock held(mutex_);
        if (!queue_)
            return;
        queue_->push(std::move(piece.bytes), most);
        if (is_reading_)
            read_all();
        came_.notify_all();
    }
    void ended(net::ticket_id, net::feed_piece&&) noexcept override
    {
        const std::scoped_lock held(mutex_);
        queue_.reset();
        has_ended_ = true;
        came_.notify_all();
    }

    // Waits for the answer, or for the head of one that goes on.
    net::reply head()
    {
        std::unique_lock held(mutex_);
        wait(held, [this] { return head_.has_value(); });
        return *head_;
    }
    // Waits until the mark has come; everything up to here.
    std::string text_with(std::string_view mark)
    {
        std::unique_lock held(mutex_);
        wait(held, [&] { return text_.find(mark) != std::string::npos; });
        return text_;
    }
    std::string text()
    {
        const std::scoped_lock held(mutex_);
        return text_;
    }
    void wait_for_end()
    {
        std::unique_lock held(mutex_);
        wait(held, [this] { return has_ended_; });
    }

    void stop_reading()
    {
        const std::scoped_lock held(mutex_);
        is_reading_ = false;
    }
    void go_on_reading()
    {
        const std::scoped_lock held(mutex_);
        is_reading_ = true;
        read_all();
    }
    void leave()
    {
        const std::scoped_lock held(mutex_);
        queue_.reset();
    }

private:
    static constexpr std::size_t most = std::size_t{64} << 20U;

    void take(net::reply&& with)
    {
        const std::scoped_lock held(mutex_);
        head_ = std::move(with);
        came_.notify_all();
    }
    void read_all()
    {
        while (queue_ && !queue_->next().empty()) {
            text_.append(queue_->next());
            queue_->sent(queue_->next().size());
        }
    }
    template <class Condition>
    void wait(std::unique_lock<std::mutex>& held, Condition is_so)
    {
        if (!came_.wait_for(held, std::chrono::seconds(60), is_so))
            throw std::runtime_error("it did not come; there is: " + text_);
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::optional<net::reply> head_;
    std::unique_ptr<net::feed_queue> queue_;
    std::string text_;
    bool is_reading_ = true;
    bool has_ended_ = false;
};

}  // namespace gatehouse::support
