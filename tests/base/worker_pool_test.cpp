#include "base/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>

namespace gatehouse::base {
namespace {

// Holds a pool's threads until it is let go.
class gate {
public:
    std::function<void()> work()
    {
        return [this, through = through_] {
            entered_.release_one();
            through.wait();
        };
    }
    void wait_until_entered() { entered_.wait_for_one(); }
    void open() { opened_.set_value(); }

private:
    class counter {
    public:
        void release_one()
        {
            const std::scoped_lock held(mutex_);
            ++count_;
            changed_.notify_one();
        }
        void wait_for_one()
        {
            std::unique_lock held(mutex_);
            changed_.wait(held, [this] { return count_ > 0; });
            --count_;
        }

    private:
        std::mutex mutex_;
        std::condition_variable changed_;
        int count_ = 0;
    };

    counter entered_;
    std::promise<void> opened_;
    std::shared_future<void> through_ = opened_.get_future().share();
};

TEST(worker_pool, takes_pictures_before_bodies_before_passwords)
{
    worker_pool pool(1, 10);
    gate held;
    ASSERT_TRUE(pool.submit(work_lane::passwords, held.work()));
    held.wait_until_entered();
    std::string order;  // one thread writes it, and has ended when it is read
    for (const char round : {'1', '2'}) {
        EXPECT_TRUE(pool.submit(work_lane::passwords, [&order, round] { (order += 'w') += round; }));
        EXPECT_TRUE(pool.submit(work_lane::bodies, [&order, round] { (order += 'b') += round; }));
        EXPECT_TRUE(pool.submit(work_lane::pictures, [&order, round] { (order += 'p') += round; }));
    }
    held.open();
    pool.stop();
    EXPECT_EQ(order, "p1p2b1b2w1w2");
}

TEST(worker_pool, bounds_each_lane_by_itself)
{
    worker_pool pool(1, 2);
    gate held;
    ASSERT_TRUE(pool.submit(work_lane::pictures, held.work()));
    held.wait_until_entered();
    EXPECT_TRUE(pool.submit(work_lane::passwords, [] {}));
    EXPECT_TRUE(pool.submit(work_lane::passwords, [] {}));
    EXPECT_FALSE(pool.submit(work_lane::passwords, [] {}));
    EXPECT_TRUE(pool.submit(work_lane::pictures, [] {}));
    held.open();
}

TEST(worker_pool, runs_what_waits_before_it_stops)
{
    std::atomic<int> done{0};
    {
        worker_pool pool(2, 100);
        for (int i = 0; i < 100; ++i)
            ASSERT_TRUE(pool.submit(work_lane::bodies, [&done] { ++done; }));
    }
    EXPECT_EQ(done, 100);
}

TEST(worker_pool, takes_nothing_once_it_stopped)
{
    worker_pool pool(1, 10);
    pool.stop();
    EXPECT_FALSE(pool.submit(work_lane::pictures, [] {}));
    pool.stop();
}

TEST(worker_pool, works_on_all_its_threads_at_once)
{
    worker_pool pool(2, 10);
    gate first;
    gate second;
    ASSERT_TRUE(pool.submit(work_lane::pictures, first.work()));
    ASSERT_TRUE(pool.submit(work_lane::pictures, second.work()));
    first.wait_until_entered();
    second.wait_until_entered();
    first.open();
    second.open();
}

TEST(worker_pool, does_not_lock_up_when_the_end_of_one_work_submits_the_next)
{
    worker_pool pool(1, 10);
    std::promise<bool> submitted;
    struct last_wish {
        worker_pool& to;
        std::promise<bool>& told;
        ~last_wish()
        {
            told.set_value(to.submit(work_lane::bodies, [] {}));
        }
    };
    ASSERT_TRUE(pool.submit(work_lane::bodies,
                            [wish = std::shared_ptr<last_wish>(new last_wish{pool, submitted})] {}));
    EXPECT_TRUE(submitted.get_future().get());
}

}  // namespace
}  // namespace gatehouse::base
