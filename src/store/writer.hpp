// The one writer: takes all that waits, commits once, publishes the index, then answers. Group commit without
// a timer: while one batch is synced, the next gathers.
#pragma once

#include "store/jobs.hpp"

#include <array>
#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <variant>
#include <vector>

namespace gatehouse::store {

struct writer_options {
    std::size_t batch_most = 4096;
    std::size_t queue_most = 32768;  // a lane; past it submit() refuses
    // Bytes of log past which intake is refused until a checkpoint has caught up.
    std::int64_t log_most = std::int64_t{1} << 30U;
    // Bytes of log past which the log is moved into the main file.
    std::int64_t checkpoint_from = std::int64_t{16} << 20U;
    // The crash campaign's negative control sets it and must lose punches. Never set elsewhere.
    bool answer_before_commit = false;
};

struct writer_counters {
    std::atomic<std::uint64_t> batches{0};  // that changed something; the others commit nothing
    std::atomic<std::uint64_t> jobs{0};     // of those
    std::atomic<std::uint64_t> punches{0};
    std::atomic<std::uint64_t> repeats{0};
    std::atomic<std::uint64_t> failed_batches{0};
    std::atomic<std::uint64_t> refused{0};
    std::atomic<std::uint64_t> commit_microseconds{0};
    std::atomic<std::int64_t> log_bytes{0};
};

class writer {
public:
    using append = std::unique_ptr<append_job>;
    using write = std::unique_ptr<write_job>;
    using intake = std::unique_ptr<intake_job>;

    // `answered` is called once after each batch; `lost` when the disk refused to sync, and must not return.
    writer(database& db, const keyring& keys, writer_options chosen, std::function<void()> answered,
           std::function<void(const std::string&)> lost);
    ~writer();
    writer(const writer&) = delete;
    writer& operator=(const writer&) = delete;

    // False, and the job failed with `overloaded`, when the lane is full or the log too long.
    bool submit(append what, lane in = lane::punches);
    bool submit(write what, lane in = lane::pages);
    bool submit(intake what, lane in = lane::punches);

    std::shared_ptr<const index> published() const;
    // Another with every published version, and never one that another writer of this process had: a thread
    // keeps its copy until it changes.
    std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

    const writer_counters& counters() const { return counters_; }
    std::size_t waiting() const { return waiting_.load(std::memory_order_relaxed); }

    // Runs what waits, then ends the thread. Submitting afterwards is refused.
    void stop();

private:
    using any_job = std::variant<append, write, intake>;
    struct running;

    bool submit_any(any_job what, lane in);
    std::vector<any_job> take();
    void work();
    void run_batch(std::vector<any_job>& batch);
    void run_alone(std::vector<any_job>& batch);
    void run_transaction(std::vector<any_job>& batch, std::size_t from, std::size_t count);
    void commit(running& now, std::size_t jobs);
    void publish(index next);
    void move_log();

    database& db_;
    const keyring& keys_;
    writer_options options_;
    std::function<void()> answered_;
    std::function<void(const std::string&)> lost_;
    std::unique_ptr<connection> sql_;
    model::punch_number next_punch_;
    writer_counters counters_;

    mutable std::mutex publishing_;
    std::shared_ptr<const index> published_;
    std::atomic<std::uint64_t> version_;

    std::mutex queueing_;
    std::condition_variable arrived_;
    std::array<std::vector<any_job>, lane_count> queues_;
    std::atomic<std::size_t> waiting_{0};
    bool idle_ = false;
    bool stopping_ = false;

    std::thread checkpointer_;
    std::condition_variable log_grew_;
    std::mutex checkpointing_;
    bool checkpoint_wanted_ = false;
    std::atomic<bool> log_nearly_moved_{false};
    std::thread thread_;
};

}  // namespace gatehouse::store
