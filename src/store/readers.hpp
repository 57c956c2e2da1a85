// Reader threads, each with a connection of its own: snapshots that live at most 2 s.
#pragma once

#include "store/jobs.hpp"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace gatehouse::store {

class readers {
public:
    // `answered` is called after each job.
    readers(database& db, std::size_t threads, std::size_t queue_most, std::function<void()> answered);
    ~readers();
    readers(const readers&) = delete;
    readers& operator=(const readers&) = delete;

    // False, and the job failed with `overloaded`, when the queue is full or the readers stopped.
    bool submit(std::unique_ptr<read_job> what);

    void stop();

private:
    void run(connection& sql);
    void run_one(connection& sql, read_job& what) const;

    std::size_t queue_most_;
    std::function<void()> answered_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::unique_ptr<read_job>> queue_;
    bool stopping_ = false;
    std::vector<std::unique_ptr<connection>> connections_;
    std::vector<std::thread> threads_;
};

}  // namespace gatehouse::store
