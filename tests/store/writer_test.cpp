#include "store/writer.hpp"

#include "store/organizations.hpp"
#include "store/schema.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <future>

namespace gatehouse::store {
namespace {

constexpr base::instant noon = base::from_milliseconds(1'780'000'000'000);

// A write that the test speaks for; says how it went.
class told_job final : public write_job {
public:
    explicit told_job(std::function<bool(transaction&)> work) : work_(std::move(work)) {}
    bool run(transaction& in) override { return work_(in); }
    void finish() noexcept override { outcome.set_value(true); }
    void fail(base::errc) noexcept override { outcome.set_value(false); }
    std::promise<bool> outcome;

private:
    std::function<bool(transaction&)> work_;
};

class writer_of_a_fresh_store : public testing::Test {
protected:
    writer_of_a_fresh_store()
    {
        migrate(*database_->writer(), database_->dialect());
        start({});
    }

    void start(writer_options chosen)
    {
        writer_.reset();
        writer_ = std::make_unique<writer>(
            *database_, keys_, chosen, [] {}, [](const std::string&) { std::abort(); });
    }

    std::future<bool> submit(std::function<bool(transaction&)> work)
    {
        auto job = std::make_unique<told_job>(std::move(work));
        auto outcome = job->outcome.get_future();
        writer_->submit(writer::write(std::move(job)));
        return outcome;
    }

    static model::organization named(std::string name)
    {
        return {{}, "company", std::move(name), "Asia/Shanghai", {}, noon};
    }

    static base::key started_key()
    {
        base::start_crypto();
        return base::key::random();
    }

    support::temporary_folder folder_;
    keyring keys_{started_key()};
    std::unique_ptr<database> database_ = sqlite::open(folder_.path() / "store.db");
    std::unique_ptr<writer> writer_;
};

TEST_F(writer_of_a_fresh_store, publishes_what_was_committed_before_it_answers)
{
    const std::uint64_t before = writer_->version();
    EXPECT_TRUE(submit([](transaction& in) { return bool(insert_organization(in, named("one"))); }).get());
    EXPECT_NE(writer_->version(), before);
    EXPECT_EQ(writer_->published()->organizations.size(), 1U);
}

// Holds the writer in one job until the test has queued others behind it, so that they share a batch.
class held_writer {
public:
    std::function<bool(transaction&)> work()
    {
        return [this](transaction&) {
            entered_.set_value();
            let_go_.get_future().wait();
            return true;
        };
    }
    void wait_until_held() { entered_.get_future().wait(); }
    void let_go() { let_go_.set_value(); }

private:
    std::promise<void> entered_;
    std::promise<void> let_go_;
};

TEST_F(writer_of_a_fresh_store, cuts_back_a_job_that_refuses_or_throws_and_keeps_its_neighbours_of_the_batch)
{
    held_writer hold;
    auto first = submit(hold.work());
    hold.wait_until_held();
    auto kept = submit([](transaction& in) { return bool(insert_organization(in, named("kept"))); });
    auto refused = submit([](transaction& in) {
        insert_organization(in, named("refused"));
        return false;
    });
    auto thrown = submit([](transaction& in) -> bool {
        insert_organization(in, named("thrown"));
        throw failure("as a test wants it");
    });
    auto sees = submit([](transaction& in) { return in.index.organizations.size() == 1; });
    hold.let_go();
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(kept.get());
    EXPECT_TRUE(refused.get()) << "the job itself answers its caller";
    EXPECT_FALSE(thrown.get());
    EXPECT_TRUE(sees.get());
    std::vector<std::string> names;
    writer_->published()->organizations.each(
        [&](const auto&, const auto& entry) { names.push_back(entry->what.name); });
    EXPECT_EQ(names, std::vector<std::string>{"kept"});
}

TEST_F(writer_of_a_fresh_store, runs_the_innocent_again_when_one_job_voids_the_whole_batch)
{
    held_writer hold;
    auto first = submit(hold.work());
    hold.wait_until_held();
    int runs = 0;
    auto innocent = submit([&runs](transaction& in) {
        ++runs;
        return bool(insert_organization(in, named("innocent")));
    });
    auto guilty = submit([](transaction& in) -> bool {
        in.sql.rollback();  // what an engine does by itself when it cannot go on
        throw failure("the engine gave up");
    });
    hold.let_go();
    EXPECT_TRUE(first.get());
    EXPECT_TRUE(innocent.get());
    EXPECT_FALSE(guilty.get());
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(writer_->published()->organizations.size(), 1U);
    EXPECT_EQ(writer_->counters().failed_batches.load(), 1U);
}

// Several punches of one message; says how many were appended, or -1.
class told_intake final : public intake_job {
public:
    explicit told_intake(std::function<std::vector<punch_draft>(transaction&)> work) : work_(std::move(work))
    {}
    std::vector<punch_draft> run(transaction& in) override { return work_(in); }
    void finish(std::span<const punch_outcome> outcomes) noexcept override
    {
        made.set_value(static_cast<int>(outcomes.size()));
    }
    void fail(base::errc) noexcept override { made.set_value(-1); }
    std::promise<int> made;

private:
    std::function<std::vector<punch_draft>(transaction&)> work_;
};

TEST_F(writer_of_a_fresh_store, gives_each_message_its_own_outcomes_and_fails_a_bad_one_alone)
{
    const auto take_in = [this](int count, bool is_bad = false) {
        auto job = std::make_unique<told_intake>([this, count, is_bad](transaction& in) {
            const model::organization_id home = insert_organization(in, named("home"));
            if (is_bad)
                throw failure("as a test wants it");
            std::vector<punch_draft> drafts(static_cast<std::size_t>(count));
            for (int i = 0; i < count; ++i) {
                drafts[static_cast<std::size_t>(i)].what.organization = home;
                drafts[static_cast<std::size_t>(i)].shown = shown_user(keys_, home, std::to_string(i));
            }
            return drafts;
        });
        auto made = job->made.get_future();
        writer_->submit(writer::intake(std::move(job)), lane::pages);
        return made;
    };
    held_writer hold;
    auto first = submit(hold.work());
    hold.wait_until_held();
    auto two = take_in(2);
    auto none = take_in(0);
    auto written = submit([](transaction& in) { return last_punch(in.sql).value == 2; });
    auto bad = take_in(9, true);
    auto three = take_in(3);
    hold.let_go();
    EXPECT_TRUE(first.get());
    EXPECT_EQ(two.get(), 2);
    EXPECT_EQ(none.get(), 0);
    EXPECT_TRUE(written.get()) << "a write sees what came before it";
    EXPECT_EQ(bad.get(), -1);
    EXPECT_EQ(three.get(), 3);
    EXPECT_EQ(writer_->counters().punches.load(), 5U);
    EXPECT_EQ(last_punch(*database_->reader()).value, 5);
    EXPECT_EQ(writer_->published()->organizations.size(), 3U) << "nothing of the bad one";
}

TEST_F(writer_of_a_fresh_store, refuses_what_its_queue_cannot_hold)
{
    writer_options small;
    small.queue_most = 2;
    start(small);
    held_writer hold;
    auto first = submit(hold.work());
    hold.wait_until_held();
    const auto nothing = [](transaction&) { return true; };
    auto second = submit(nothing);
    auto third = submit(nothing);
    auto fourth = submit(nothing);
    EXPECT_FALSE(fourth.get());
    EXPECT_EQ(writer_->counters().refused.load(), 1U);
    hold.let_go();
    EXPECT_TRUE(second.get());
    EXPECT_TRUE(third.get());
}

TEST_F(writer_of_a_fresh_store,
       refuses_intake_while_the_log_is_too_long_and_takes_it_again_after_a_checkpoint)
{
    writer_options narrow;
    narrow.log_most = 1 << 16;
    narrow.checkpoint_from = std::int64_t{1} << 40;  // never by itself
    start(narrow);
    std::string long_name(100'000, 'x');
    EXPECT_TRUE(
        submit([&](transaction& in) { return bool(insert_organization(in, named(long_name))); }).get());
    // The length is looked at now and then; a refusal comes once it has been.
    bool refused = false;
    for (int i = 0; i < 10'000 && !refused; ++i)
        refused = !submit([](transaction&) { return true; }).get();
    EXPECT_TRUE(refused);
    start({});
    EXPECT_TRUE(submit([](transaction&) { return true; }).get());
}

TEST_F(writer_of_a_fresh_store, commits_nothing_for_a_batch_that_changes_nothing)
{
    const std::uint64_t version = writer_->version();
    EXPECT_TRUE(submit([](transaction&) { return true; }).get());
    EXPECT_TRUE(submit([](transaction& in) {
                    constexpr static statement none{"none", "DELETE FROM organization WHERE id = 99"};
                    return in.sql.run(none) == 0;
                }).get());
    EXPECT_EQ(writer_->counters().batches.load(), 0U);
    EXPECT_EQ(writer_->counters().jobs.load(), 0U);
    EXPECT_EQ(writer_->version(), version);
    EXPECT_TRUE(submit([](transaction& in) { return bool(insert_organization(in, named("one"))); }).get());
    EXPECT_EQ(writer_->counters().batches.load(), 1U);
}

TEST_F(writer_of_a_fresh_store, finishes_what_waits_when_it_is_stopped_and_refuses_afterwards)
{
    std::vector<std::future<bool>> waiting;
    for (int i = 0; i < 100; ++i)
        waiting.push_back(submit([](transaction&) { return true; }));
    writer_->stop();
    for (auto& each : waiting)
        EXPECT_TRUE(each.get());
    EXPECT_FALSE(submit([](transaction&) { return true; }).get());
}

}  // namespace
}  // namespace gatehouse::store
