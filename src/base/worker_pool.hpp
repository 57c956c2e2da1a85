// Threads for work that must not stand on an I/O thread: pictures before passwords. Bounded.
#pragma once

#include <array>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::base {

enum class work_lane : std::uint8_t { pictures, bodies, passwords };

class worker_pool {
public:
    worker_pool(std::size_t threads, std::size_t queue_most);
    ~worker_pool();
    worker_pool(const worker_pool&) = delete;
    worker_pool& operator=(const worker_pool&) = delete;

    // False when the lane is full or the pool stopped. The work must not throw.
    bool submit(work_lane in, std::function<void()> work);

    // Runs what waits, then ends the threads.
    void stop();

private:
    void run();

    std::size_t queue_most_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::array<std::deque<std::function<void()>>, 3> queues_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace gatehouse::base
