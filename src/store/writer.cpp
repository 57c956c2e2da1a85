#include "store/writer.hpp"

#include "base/log.hpp"
#include "store/api_keys.hpp"
#include "store/apps.hpp"
#include "store/channels.hpp"
#include "store/client_tokens.hpp"
#include "store/clients.hpp"
#include "store/credentials.hpp"
#include "store/devices.hpp"
#include "store/external_ids.hpp"
#include "store/logins.hpp"
#include "store/organizations.hpp"
#include "store/people.hpp"
#include "store/products.hpp"
#include "store/visitor_site.hpp"
#include "store/visits.hpp"

#include <algorithm>
#include <chrono>

namespace gatehouse::store {
namespace {

template <class Job>
void fail(Job& what, base::errc why) noexcept
{
    std::visit([why](auto& held) { held->fail(why); }, what);
}

// Versions are counted over all writers of the process.
std::atomic<std::uint64_t> versions{1};

}  // namespace

// One transaction under way: gathers appends until a write needs to see them.
struct writer::running {
    transaction in;
    model::punch_number next;
    std::vector<punch_draft> drafts;
    std::vector<punch_outcome> outcomes;  // of all drafts so far that were appended, in their order
    struct drafted {
        std::size_t first = 0;  // of all drafts
        std::size_t count = 0;
    };
    std::vector<drafted> of_job;
    std::vector<bool> failed;  // by job

    void flush()
    {
        if (drafts.empty())
            return;
        const std::vector<punch_outcome> made = store::append(in, drafts, next);
        outcomes.insert(outcomes.end(), made.begin(), made.end());
        drafts.clear();
    }

    std::span<const punch_outcome> outcomes_of(std::size_t number) const
    {
        return std::span(outcomes).subspan(of_job[number].first, of_job[number].count);
    }

    void run(append_job& what, std::size_t number)
    {
        of_job[number].first = outcomes.size() + drafts.size();
        if (auto draft = what.decide(in.index)) {
            drafts.push_back(std::move(*draft));
            of_job[number].count = 1;
        }
    }

    void run(intake_job& what, std::size_t number)
    {
        of_job[number].first = outcomes.size() + drafts.size();
        auto made = what.run(in);
        of_job[number].count = made.size();
        std::move(made.begin(), made.end(), std::back_inserter(drafts));
    }

    void run(write_job& what, std::size_t number)
    {
        flush();
        const index before = in.index;
        in.sql.savepoint();
        bool stands = false;
        try {
            stands = what.run(in);
        } catch (const durability_lost&) {
            throw;
        } catch (const std::exception& e) {
            // Where the engine gave up the whole transaction, the batch is void: the innocent are run again.
            if (!in.sql.in_transaction())
                throw;
            base::log(base::events::job_failed, {{"reason", std::string_view(e.what())}});
            failed[number] = true;
        }
        if (stands) {
            in.sql.release_savepoint();
        } else {
            in.sql.rollback_to_savepoint();
            in.index = before;
        }
    }
};

writer::writer(database& db, const keyring& keys, writer_options chosen, std::function<void()> answered,
               std::function<void(const std::string&)> lost)
    : db_(db),
      keys_(keys),
      options_(chosen),
      answered_(std::move(answered)),
      lost_(std::move(lost)),
      sql_(db.writer()),
      version_(versions.fetch_add(1))
{
    next_punch_ = {last_punch(*sql_).value + 1};
    index loaded;
    load_organizations(*sql_, loaded);
    load_clients(*sql_, loaded);
    load_client_tokens(*sql_, loaded);
    load_api_keys(*sql_, loaded);
    load_logins(*sql_, loaded);
    load_credentials(*sql_, loaded);
    load_channels(*sql_, loaded);
    load_registered(*sql_, loaded);
    load_phones(*sql_, keys_, loaded);
    load_visitor_site(*sql_, loaded);
    load_passes(*sql_, loaded);
    load_products(*sql_, keys_, loaded);
    load_apps(*sql_, keys_, loaded);
    load_devices(*sql_, keys_, loaded);
    published_ = std::make_shared<const index>(std::move(loaded));
    thread_ = std::thread([this] { work(); });
    checkpointer_ = std::thread([this] { move_log(); });
}

writer::~writer()
{
    stop();
}

void writer::stop()
{
    {
        const std::scoped_lock held(queueing_);
        stopping_ = true;
    }
    arrived_.notify_all();
    if (thread_.joinable())
        thread_.join();
    {
        const std::scoped_lock held(checkpointing_);
        checkpoint_wanted_ = true;
    }
    log_grew_.notify_all();
    if (checkpointer_.joinable())
        checkpointer_.join();
}

bool writer::submit(append what, lane in)
{
    return submit_any(std::move(what), in);
}

bool writer::submit(write what, lane in)
{
    return submit_any(std::move(what), in);
}

bool writer::submit(intake what, lane in)
{
    return submit_any(std::move(what), in);
}

bool writer::submit_any(any_job what, lane in)
{
    bool wake = false;
    {
        const std::scoped_lock held(queueing_);
        auto& queue = queues_[static_cast<std::size_t>(in)];
        const bool log_too_long = counters_.log_bytes.load(std::memory_order_relaxed) > options_.log_most;
        if (!stopping_ && queue.size() < options_.queue_most && !log_too_long) {
            queue.push_back(std::move(what));
            waiting_.fetch_add(1, std::memory_order_relaxed);
            wake = std::exchange(idle_, false);
            if (wake)
                arrived_.notify_one();
            return true;
        }
    }
    counters_.refused.fetch_add(1, std::memory_order_relaxed);
    fail(what, base::errc::overloaded);
    return false;
}

std::vector<writer::any_job> writer::take()
{
    std::vector<any_job> batch;
    std::unique_lock held(queueing_);
    arrived_.wait(held, [this] {
        idle_ = !stopping_ &&
                std::all_of(queues_.begin(), queues_.end(), [](const auto& q) { return q.empty(); });
        return !idle_;
    });
    // The first job of many wakes the writer: whoever shares its core may bring the others first. Costs
    // nothing where nobody waits for the core, and makes batches several times larger where one does.
    held.unlock();
    std::this_thread::yield();
    held.lock();
    for (auto& queue : queues_) {
        const std::size_t count = std::min(queue.size(), options_.batch_most - batch.size());
        if (batch.empty() && count == queue.size()) {
            batch.swap(queue);
            continue;
        }
        const auto end = queue.begin() + static_cast<std::ptrdiff_t>(count);
        std::move(queue.begin(), end, std::back_inserter(batch));
        queue.erase(queue.begin(), end);
    }
    waiting_.fetch_sub(batch.size(), std::memory_order_relaxed);
    return batch;
}

void writer::work()
{
    for (;;) {
        std::vector<any_job> batch = take();
        if (batch.empty())
            return;
        try {
            run_batch(batch);
        } catch (const durability_lost& e) {
            base::log(base::events::durability_lost, {{"reason", std::string_view(e.what())}});
            lost_(e.what());
            return;
        }
        answered_();
        if (log_nearly_moved_.exchange(false))
            db_.checkpoint();  // nobody writes now: the rest is moved and the log begins anew
    }
}

void writer::run_batch(std::vector<any_job>& batch)
{
    try {
        run_transaction(batch, 0, batch.size());
    } catch (const durability_lost&) {
        throw;
    } catch (const std::exception& e) {
        sql_->rollback();
        counters_.failed_batches.fetch_add(1, std::memory_order_relaxed);
        base::log(base::events::batch_failed, {{"reason", std::string_view(e.what())},
                                               {"jobs", static_cast<std::int64_t>(batch.size())}});
        run_alone(batch);
    }
}

// After a voided batch: each job in a transaction of its own, so that one bad job fails alone. Where several
// in a row fail, it is not the jobs: the rest is failed without wearing the disk.
void writer::run_alone(std::vector<any_job>& batch)
{
    constexpr int failures_that_mean_the_disk = 3;
    int failures = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        if (failures >= failures_that_mean_the_disk || batch.size() == 1) {
            fail(batch[i], base::errc::internal);
            continue;
        }
        try {
            run_transaction(batch, i, 1);
            failures = 0;
        } catch (const durability_lost&) {
            throw;
        } catch (const std::exception&) {
            sql_->rollback();
            fail(batch[i], base::errc::internal);
            ++failures;
        }
    }
}

void writer::run_transaction(std::vector<any_job>& batch, std::size_t from, std::size_t count)
{
    index next = *published();
    running now{{*sql_, next, keys_}, next_punch_, {}, {}, {}, {}};
    now.of_job.resize(count);
    now.failed.resize(count, false);
    const auto each = [&](const auto& visit) {
        for (std::size_t i = 0; i < count; ++i)
            std::visit([&](auto& held) { visit(*held, i); }, batch[from + i]);
    };
    struct punch_finisher {
        running& now;
        void operator()(append_job& what, std::size_t i) const
        {
            const auto made = now.outcomes_of(i);
            what.finish(made.empty() ? std::nullopt : std::optional{made.front()});
        }
        void operator()(intake_job& what, std::size_t i) const { what.finish(now.outcomes_of(i)); }
        void operator()(write_job&, std::size_t) const {}
    };
    struct write_finisher {
        running& now;
        void operator()(append_job&, std::size_t) const {}
        void operator()(intake_job&, std::size_t) const {}
        void operator()(write_job& what, std::size_t i) const
        {
            if (now.failed[i])
                what.fail(base::errc::internal);
            else
                what.finish();
        }
    };
    sql_->begin_write();
    each([&now](auto& what, std::size_t i) { now.run(what, i); });
    now.flush();
    if (options_.answer_before_commit) {
        each(punch_finisher{now});
        answered_();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));  // time for the lie to get out
    }
    if (sql_->has_written())
        commit(now, count);
    else
        sql_->rollback();  // repeats and idle followers: what they answer rests on earlier commits
    for (const punch_outcome& outcome : now.outcomes)
        (outcome.repeat ? counters_.repeats : counters_.punches).fetch_add(1, std::memory_order_relaxed);
    if (!options_.answer_before_commit)
        each(punch_finisher{now});
    each(write_finisher{now});
}

void writer::commit(running& now, std::size_t jobs)
{
    const auto before = std::chrono::steady_clock::now();
    sql_->commit();
    const auto took = std::chrono::steady_clock::now() - before;
    next_punch_ = now.next;
    publish(std::move(now.in.index));
    counters_.log_bytes.store(db_.log_size(), std::memory_order_relaxed);
    counters_.batches.fetch_add(1, std::memory_order_relaxed);
    counters_.jobs.fetch_add(jobs, std::memory_order_relaxed);
    counters_.commit_microseconds.fetch_add(
        static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()),
        std::memory_order_relaxed);
}

std::shared_ptr<const index> writer::published() const
{
    const std::scoped_lock held(publishing_);
    return published_;
}

void writer::publish(index next)
{
    auto made = std::make_shared<const index>(std::move(next));
    const std::scoped_lock held(publishing_);
    published_.swap(made);
    version_.store(versions.fetch_add(1), std::memory_order_release);
}

void writer::move_log()
{
    constexpr std::chrono::milliseconds look_every{200};
    for (;;) {
        {
            std::unique_lock held(checkpointing_);
            if (log_grew_.wait_for(held, look_every, [this] { return checkpoint_wanted_; }))
                return;
        }
        if (counters_.log_bytes.load(std::memory_order_relaxed) < options_.checkpoint_from)
            continue;
        try {
            const std::int64_t left = db_.checkpoint();
            // Said here too: while intake is refused, no commit comes that would say it.
            counters_.log_bytes.store(left, std::memory_order_relaxed);
            // What the writer added meanwhile is little: it moves that itself, between two batches.
            if (left > 0)
                log_nearly_moved_.store(true);
        } catch (const durability_lost& e) {
            base::log(base::events::durability_lost, {{"reason", std::string_view(e.what())}});
            lost_(e.what());
            return;
        } catch (const std::exception& e) {
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
        }
    }
}

}  // namespace gatehouse::store
