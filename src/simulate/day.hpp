// How a simulated day is run: its work on threads of its own, until its time is over, a signal comes, or the
// work cannot go on.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <stdexcept>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

namespace gatehouse::simulate {

// A day that cannot be lived, and why.
struct no_day : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class day {
public:
    // SIGTERM and SIGINT are blocked in every thread from here on. `name`: of the command, for complaints.
    explicit day(std::string name);

    std::stop_token over() const { return whole_.get_token(); }
    bool failed() const { return failed_; }
    // Its work is done.
    void end() { whole_.request_stop(); }

    // Runs `work` on a thread. What it throws is said, and ends the day.
    std::jthread start(std::function<void()> work);

    // Waits for the end: after `length` (0: never), at a signal, or when the work has ended the day. On a
    // terminal `progress` is said now and then.
    void watch(std::chrono::seconds length, const std::function<std::string()>& progress);

private:
    std::string name_;
    std::stop_source whole_;
    std::atomic<bool> failed_{false};
};

}  // namespace gatehouse::simulate
