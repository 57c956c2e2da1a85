// The thread that leads a round until it is stopped.
#pragma once

#include "ops/round.hpp"

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace gatehouse::ops {

class dispatcher {
public:
    // `make` is told what to call, from any thread, when the round shall be looked at now.
    explicit dispatcher(const std::function<std::shared_ptr<round>(std::function<void()> came)>& make);
    ~dispatcher();
    dispatcher(const dispatcher&) = delete;
    dispatcher& operator=(const dispatcher&) = delete;

    // Before the writer, and what the round sends by. What is under way ends within the grace, or is
    // abandoned.
    void stop(std::chrono::milliseconds grace = std::chrono::seconds(3));

private:
    void run();
    bool wait(std::chrono::milliseconds most);

    std::mutex mutex_;
    std::condition_variable woken_;
    bool came_ = false;
    bool stopping_ = false;
    std::shared_ptr<round> round_;
    std::thread thread_;
};

}  // namespace gatehouse::ops
