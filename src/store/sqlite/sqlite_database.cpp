#include "store/sqlite/sqlite_database.hpp"

#include "base/assert.hpp"
#include "base/log.hpp"
#include "store/sqlite/inspection.hpp"
#include "store/sqlite/sqlite_connection.hpp"
#include "store/sqlite/state_copy.hpp"

#include <fcntl.h>

#include <atomic>
#include <mutex>
#include <optional>

namespace gatehouse::store::sqlite {
namespace {

class sqlite_database final : public database {
public:
    sqlite_database(std::filesystem::path file, options chosen) : file_(std::move(file)), options_(chosen) {}

    std::unique_ptr<connection> writer() override
    {
        GATEHOUSE_ASSERT(options_.how == access::serving);
        auto fresh = made(sqlite_connection::role::writer);
        sqlite3_wal_hook(fresh->handle(), &sqlite_database::committed, this);
        return fresh;
    }
    std::unique_ptr<connection> reader() override { return made(reading_role()); }

    std::int64_t checkpoint() override
    {
        GATEHOUSE_ASSERT(options_.how == access::serving);
        const std::scoped_lock held(checkpointing_);
        if (!checkpointer_)
            checkpointer_ = made(sqlite_connection::role::writer);
        int pages = 0;
        int moved = 0;
        sqlite3* const handle = checkpointer_->handle();
        const int code = sqlite3_wal_checkpoint_v2(handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, &pages,
                                                   &moved);
        // Busy: a reader or the writer is in the way; what could be moved was moved.
        if (code != SQLITE_OK && code != SQLITE_BUSY)
            throw_failure(handle, code, "checkpoint");
        return std::int64_t{pages - moved} * page_size;
    }

    // What a killed process had written may be in the system's memory only, and answers rest on it: a repeat
    // is not written again. A checkpoint syncs the log first; whether it finds room behind that does not
    // matter.
    void settle()
    {
        try {
            checkpoint();
        } catch (const failure& e) {
            base::log(base::events::background_failed, {{"reason", std::string_view(e.what())}});
        }
    }

    // The pages of the log that count, not the file's size: after a reset the file keeps its length.
    std::int64_t log_size() const override { return log_pages_.load(std::memory_order_relaxed) * page_size; }

    std::string_view dialect() const override { return "sqlite"; }

    void copy(const std::function<void(std::string_view)>& onto, std::int64_t log_most) override
    {
        if (!main_)
            open_past_cache();
        copy_state(made(sqlite_connection::role::watcher)->handle(), *main_, onto, log_most);
    }

    std::vector<std::string> faults(std::int64_t log_most) override
    {
        const bool still = options_.how == access::still;
        const auto through = made(still ? sqlite_connection::role::still : sqlite_connection::role::watcher);
        const log_guard guard(through->handle(), file_.string() + "-wal", log_most);
        return find_faults(through->handle(), still);
    }

    std::vector<table_count> count_rows() override
    {
        return sqlite::count_rows(made(reading_role())->handle());
    }

private:
    static constexpr std::int64_t page_size = 4096;

    // Read ahead by the system's megabytes, it would keep the commits of a server waiting for the disk.
    void open_past_cache()
    {
        try {
            main_.emplace(file_, O_RDONLY | O_DIRECT);
        } catch (const failure&) {
            main_.emplace(file_, O_RDONLY);  // a file system without it
        }
    }

    static int committed(void* self, sqlite3*, const char*, int pages)
    {
        static_cast<sqlite_database*>(self)->log_pages_.store(pages, std::memory_order_relaxed);
        return SQLITE_OK;
    }

    sqlite_connection::role reading_role() const
    {
        using role = sqlite_connection::role;
        return options_.how == access::serving ? role::reader
               : options_.how == access::still ? role::still
                                               : role::watcher;
    }

    std::unique_ptr<sqlite_connection> made(sqlite_connection::role as) const
    {
        return std::make_unique<sqlite_connection>(file_, as, options_.sync_every_commit);
    }

    std::filesystem::path file_;
    std::optional<descriptor> main_;  // open until the end: connections of this process may hold locks
    options options_;
    std::atomic<std::int64_t> log_pages_{0};
    std::mutex checkpointing_;
    std::unique_ptr<sqlite_connection> checkpointer_;
};

}  // namespace

std::unique_ptr<database> open(const std::filesystem::path& file, options chosen)
{
    auto made = std::make_unique<sqlite_database>(file, chosen);
    if (chosen.how == access::serving)
        made->settle();
    return made;
}

}  // namespace gatehouse::store::sqlite
