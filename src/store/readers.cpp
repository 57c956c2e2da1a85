#include "store/readers.hpp"

#include "base/log.hpp"

namespace gatehouse::store {

readers::readers(database& db, std::size_t threads, std::size_t queue_most, std::function<void()> answered)
    : queue_most_(queue_most),
      answered_(std::move(answered))
{
    for (std::size_t i = 0; i < threads; ++i)
        connections_.push_back(db.reader());
    for (auto& sql : connections_)
        threads_.emplace_back([this, held = sql.get()] { run(*held); });
}

readers::~readers()
{
    stop();
}

void readers::stop()
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

bool readers::submit(std::unique_ptr<read_job> what)
{
    {
        const std::scoped_lock held(mutex_);
        if (!stopping_ && queue_.size() < queue_most_) {
            queue_.push_back(std::move(what));
            arrived_.notify_one();
            return true;
        }
    }
    what->fail(base::errc::overloaded);
    return false;
}

void readers::run(connection& sql)
{
    std::unique_lock held(mutex_);
    for (;;) {
        arrived_.wait(held, [this] { return stopping_ || !queue_.empty(); });
        if (queue_.empty())
            return;
        const std::unique_ptr<read_job> what = std::move(queue_.front());
        queue_.pop_front();
        held.unlock();
        run_one(sql, *what);
        answered_();
        held.lock();
    }
}

void readers::run_one(connection& sql, read_job& what) const
{
    try {
        sql.begin_read();
        what.run(sql);
        sql.commit();
        what.finish();
    } catch (const std::exception& e) {
        sql.rollback();
        base::log(base::events::job_failed, {{"reason", std::string_view(e.what())}});
        what.fail(base::errc::internal);
    }
}

}  // namespace gatehouse::store
