// One SQLite handle behind the store's seam.
#pragma once

#include "store/connection.hpp"

#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <unordered_map>

namespace gatehouse::store::sqlite {

class sqlite_connection final : public connection {
public:
    // A watcher reads beside another process's writer; a still reader takes no lock and makes no file.
    enum class role { writer, reader, watcher, still };

    sqlite_connection(const std::filesystem::path& file, role as, bool sync_every_commit);
    ~sqlite_connection() override;
    sqlite_connection(const sqlite_connection&) = delete;
    sqlite_connection& operator=(const sqlite_connection&) = delete;

    std::int64_t run(const statement& what, std::initializer_list<value> arguments) override;
    void each(const statement& what, std::initializer_list<value> arguments,
              const std::function<void(const row&)>& visit) override;
    void run_script(std::string_view sql) override;
    void begin_write() override;
    void begin_read() override;
    void commit() override;
    void rollback() noexcept override;
    bool in_transaction() const override;
    bool has_written() const override;
    void savepoint() override;
    void release_savepoint() override;
    void rollback_to_savepoint() override;
    std::int64_t append_punches(std::span<const model::punch> punches, model::punch_number first,
                                std::span<punch_outcome> outcomes) override;

    sqlite3* handle() const { return handle_; }

private:
    // Ends a statement's use however it goes: bound views must not outlive the call.
    class in_use {
    public:
        explicit in_use(sqlite3_stmt* what) : what_(what) {}
        ~in_use()
        {
            sqlite3_reset(what_);
            sqlite3_clear_bindings(what_);
        }
        in_use(const in_use&) = delete;
        in_use& operator=(const in_use&) = delete;

    private:
        sqlite3_stmt* what_;
    };

    sqlite3_stmt* prepared(const statement& what);
    bool insert_punches(const statement& by, std::span<const model::punch> punches, std::int64_t first);
    void note_blocks(std::span<const model::punch> punches, std::span<const punch_outcome> outcomes);
    void execute(const statement& what);
    static int deadline_passed(void* self);
    // A server on the same cores goes first, however seldom the system looks who waits.
    static int step_aside(void*);

    // Opened, and nothing set yet: what throws behind it finds a connection that closes itself.
    sqlite_connection(const std::filesystem::path& file, role as);

    sqlite3* handle_ = nullptr;
    std::int64_t changes_before_ = 0;  // the transaction
    std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
    std::unordered_map<const statement*, sqlite3_stmt*> statements_;
};

// Throws what an SQLite result code stands for.
[[noreturn]] void throw_failure(sqlite3* handle, int code, std::string_view during);

}  // namespace gatehouse::store::sqlite
