// A copy taken while others write and checkpoint is one state of the database, not a mixture.
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <fstream>
#include <thread>

namespace gatehouse::store::sqlite {
namespace {

constexpr std::int64_t no_limit = std::int64_t{1} << 40U;

constexpr statement add{
    "add", "INSERT INTO entry (id, filler) SELECT coalesce(max(id), 0) + 1, zeroblob(?1) FROM entry"};
constexpr statement change_all{"change_all", "UPDATE entry SET version = version + 1"};
constexpr statement count_changes{"count_changes", "UPDATE total SET rows = (SELECT count(*) FROM entry), "
                                                   "versions = (SELECT sum(version) FROM entry)"};
constexpr statement sums{"sums",
                         "SELECT (SELECT count(*) FROM entry), (SELECT sum(version) FROM entry), rows, "
                         "versions FROM total"};

struct state {
    std::int64_t rows = 0;
    std::int64_t versions = 0;
    bool whole = false;  // both tables tell the same
};

// Rows over some megabytes, and a second table that every transaction keeps in step with them.
class state_copy : public testing::Test {
protected:
    state_copy() : database_(open(file())), writer_(database_->writer())
    {
        writer_->run_script(
            "CREATE TABLE entry (id INTEGER PRIMARY KEY, version INTEGER DEFAULT 0, filler BLOB);"
            "CREATE TABLE total (rows INTEGER, versions INTEGER);"
            "INSERT INTO total VALUES (0, 0);");
        writer_->begin_write();
        for (int i = 0; i < rows_at_first; ++i)
            writer_->run(add, {std::int64_t{3000}});
        writer_->run(count_changes);
        writer_->commit();
    }

    void add_row(connection& to) const
    {
        to.begin_write();
        to.run(add, {std::int64_t{3000}});
        to.run(count_changes);
        to.commit();
    }
    void change_every_row(connection& of) const
    {
        of.begin_write();
        of.run(change_all);
        of.run(count_changes);
        of.commit();
    }

    // `meanwhile` runs after the first piece, when the rest is still to be read.
    state copied(
        const std::function<void()>& meanwhile = [] {}, std::int64_t log_most = no_limit)
    {
        const std::filesystem::path copy = folder_.path() / "copy.db";
        {
            std::ofstream out(copy, std::ios::binary | std::ios::trunc);
            bool first = true;
            const auto beside = open(file(), {access::beside});
            beside->copy(
                [&](std::string_view bytes) {
                    out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
                    if (std::exchange(first, false))
                        meanwhile();
                },
                log_most);
        }
        return state_of(copy);
    }

    static state state_of(const std::filesystem::path& copy)
    {
        const auto still = open(copy, {access::still});
        EXPECT_EQ(still->faults(no_limit), std::vector<std::string>{});
        const auto sql = still->reader();
        return sql
            ->first(sums, {},
                    [](const row& at) {
                        return state{at.integer(0), at.integer(1),
                                     at.integer(0) == at.integer(2) && at.integer(1) == at.integer(3)};
                    })
            .value();
    }

    std::filesystem::path file() const { return folder_.path() / "live.db"; }

    static constexpr int rows_at_first = 1000;
    support::temporary_folder folder_;
    std::unique_ptr<database> database_;
    std::unique_ptr<connection> writer_;
};

TEST_F(state_copy, holds_what_is_in_the_log_only)
{
    const state found = copied();
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.rows, rows_at_first);
}

TEST_F(state_copy, holds_what_is_in_the_main_file_only)
{
    EXPECT_EQ(database_->checkpoint(), 0);
    const state found = copied();
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.rows, rows_at_first);
}

TEST_F(state_copy, is_the_state_at_its_beginning_when_rows_change_and_are_checkpointed_meanwhile)
{
    change_every_row(*writer_);
    const state found = copied([this] {
        change_every_row(*writer_);
        EXPECT_GT(database_->checkpoint(), 0) << "what is newer than the copy stays in the log";
        change_every_row(*writer_);
    });
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.versions, rows_at_first);
}

// Then the reader needs no log, and a writer may begin it anew under the reader.
TEST_F(state_copy, is_the_state_at_its_beginning_when_the_log_begins_anew_meanwhile)
{
    change_every_row(*writer_);
    ASSERT_EQ(database_->checkpoint(), 0);
    const state found = copied([this] {
        change_every_row(*writer_);
        database_->checkpoint();
        change_every_row(*writer_);
    });
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.versions, rows_at_first);
}

TEST_F(state_copy, leaves_out_a_transaction_that_is_under_way_and_partly_in_the_log)
{
    writer_->run_script("PRAGMA cache_size = 10");
    writer_->begin_write();
    writer_->run(change_all);
    const state found = copied();
    writer_->rollback();
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.versions, 0);
}

TEST_F(state_copy, leaves_out_what_a_crash_left_at_the_end_of_the_log)
{
    change_every_row(*writer_);
    std::filesystem::create_directory(folder_.path() / "crashed");
    const auto crashed = folder_.path() / "crashed/live.db";
    std::filesystem::copy_file(file(), crashed);
    const std::string log = file().string() + "-wal";
    std::filesystem::copy_file(log, crashed.string() + "-wal");
    std::filesystem::resize_file(crashed.string() + "-wal", std::filesystem::file_size(log) - 100);
    const auto copy = folder_.path() / "copy.db";
    std::ofstream out(copy, std::ios::binary);
    open(crashed, {access::beside})->copy([&out](std::string_view bytes) { out << bytes; }, no_limit);
    out.close();
    const state found = state_of(copy);
    EXPECT_TRUE(found.whole);
    EXPECT_EQ(found.versions, 0);
}

TEST_F(state_copy, gives_way_when_the_log_grows_too_long)
{
    EXPECT_THROW(copied([this] { change_every_row(*writer_); }, 1 << 20), failure);
}

TEST_F(state_copy, holds_all_that_was_committed_before_it_under_writes_and_checkpoints_without_pause)
{
    std::atomic<bool> stop{false};
    std::atomic<std::int64_t> added{rows_at_first};
    std::thread writing([&] {
        const auto sql = database_->writer();
        while (!stop) {
            add_row(*sql);
            ++added;
        }
    });
    std::thread moving([&] {
        while (!stop)
            database_->checkpoint();
    });
    for (int round = 0; round < 50; ++round) {
        const std::int64_t before = added;
        const state found = copied();
        EXPECT_TRUE(found.whole);
        EXPECT_GE(found.rows, before);
    }
    stop = true;
    writing.join();
    moving.join();
    EXPECT_GT(added, rows_at_first);
}

// The control: the same files, read one after the other without a reader's mark, must not pass.
TEST_F(state_copy, would_be_a_mixture_without_a_reader)
{
    change_every_row(*writer_);
    std::ifstream in(file(), std::ios::binary);
    std::ofstream out(folder_.path() / "copy.db", std::ios::binary);
    std::string half(1 << 20, '\0');
    in.read(half.data(), static_cast<std::streamsize>(half.size()));
    out.write(half.data(), in.gcount());
    database_->checkpoint();
    out << in.rdbuf();
    out.close();
    const auto still = open(folder_.path() / "copy.db", {access::still});
    bool whole = false;
    try {
        whole = still->faults(no_limit).empty() && state_of(folder_.path() / "copy.db").whole;
    } catch (const failure&) {
        whole = false;
    }
    EXPECT_FALSE(whole);
}

}  // namespace
}  // namespace gatehouse::store::sqlite
