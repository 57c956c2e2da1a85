#include "base/worker_pool.hpp"

#include <algorithm>

namespace gatehouse::base {

worker_pool::worker_pool(std::size_t threads, std::size_t queue_most) : queue_most_(queue_most)
{
    for (std::size_t i = 0; i < threads; ++i)
        threads_.emplace_back([this] { run(); });
}

worker_pool::~worker_pool()
{
    stop();
}

void worker_pool::stop()
{
    {
        const std::scoped_lock held(mutex_);
        stopping_ = true;
    }
    arrived_.notify_all();
    for (std::thread& thread : threads_)
        if (thread.joinable())
            thread.join();
}

bool worker_pool::submit(work_lane in, std::function<void()> work)
{
    {
        const std::scoped_lock held(mutex_);
        auto& queue = queues_[static_cast<std::size_t>(in)];
        if (stopping_ || queue.size() >= queue_most_)
            return false;
        queue.push_back(std::move(work));
    }
    arrived_.notify_one();
    return true;
}

void worker_pool::run()
{
    std::unique_lock held(mutex_);
    for (;;) {
        const auto waiting = std::find_if(queues_.begin(), queues_.end(),
                                          [](const auto& q) { return !q.empty(); });
        if (waiting == queues_.end()) {
            if (stopping_)
                return;
            arrived_.wait(held);
            continue;
        }
        std::function<void()> work = std::move(waiting->front());
        waiting->pop_front();
        held.unlock();
        work();
        work = nullptr;  // what it holds may submit as it ends: not under the lock
        held.lock();
    }
}

}  // namespace gatehouse::base
