// What stands behind a gateway in tests: writes down what it is told, settles at once or by hand.
#pragma once

#include "gateway/device_host.hpp"

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace gatehouse::gateway::test {

class recording_host : public device_host {
public:
    // Set before the first connection.
    std::function<connect_code(const connect_request&)> on_connect = [](const connect_request&) {
        return connect_code::accepted;
    };
    std::function<void(const std::shared_ptr<device_line>&, std::string_view)> on_publish;
    bool settles_at_once = true;

    connect_code connect(const connect_request& asked) override { return on_connect(asked); }
    void arrived(std::shared_ptr<device_line> line) override
    {
        const std::lock_guard lock(mutex_);
        lines_.push_back(line);
        note("arrived " + std::string(line->client_id()));
    }
    void left(device_line& line, bool taken_over) override
    {
        const std::lock_guard lock(mutex_);
        note((taken_over ? "taken over " : "left ") + std::string(line.client_id()));
    }
    bool may_subscribe(const device_line&, std::string_view filter) override { return filter == "KQ"; }
    void publish(const std::shared_ptr<device_line>& line, std::string_view, std::string payload,
                 settle outcome) override
    {
        if (on_publish)
            on_publish(line, payload);
        const std::lock_guard lock(mutex_);
        if (settles_at_once)
            outcome(true);
        else
            held_.push_back(std::move(outcome));
        note("publish " + payload);
    }

    // Waits until so much has happened, and says it all.
    std::vector<std::string> wait_for(std::size_t count)
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this, count] { return events_.size() >= count; });
        return events_;
    }
    std::vector<std::string> events()
    {
        const std::lock_guard lock(mutex_);
        return events_;
    }
    // The oldest that waits; waits for it.
    settle take_held()
    {
        std::unique_lock lock(mutex_);
        came_.wait(lock, [this] { return !held_.empty(); });
        settle oldest = std::move(held_.front());
        held_.erase(held_.begin());
        return oldest;
    }
    std::size_t held()
    {
        const std::lock_guard lock(mutex_);
        return held_.size();
    }
    std::shared_ptr<device_line> newest_line()
    {
        const std::lock_guard lock(mutex_);
        return lines_.back();
    }

private:
    void note(std::string what)
    {
        events_.push_back(std::move(what));
        came_.notify_all();
    }

    std::mutex mutex_;
    std::condition_variable came_;
    std::vector<std::string> events_;
    std::vector<settle> held_;
    std::vector<std::shared_ptr<device_line>> lines_;
};

}  // namespace gatehouse::gateway::test
