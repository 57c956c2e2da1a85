#include "store/sqlite/inspection.hpp"

#include "store/sqlite/sqlite_connection.hpp"

namespace gatehouse::store::sqlite {
namespace {

void query(sqlite3* handle, const std::string& sql, const std::function<void(sqlite3_stmt*)>& visit)
{
    sqlite3_stmt* made = nullptr;
    int code = sqlite3_prepare_v2(handle, sql.c_str(), -1, &made, nullptr);
    const std::unique_ptr<sqlite3_stmt, int (*)(sqlite3_stmt*)> held(made, sqlite3_finalize);
    while (code == SQLITE_OK || code == SQLITE_ROW) {
        if (code == SQLITE_ROW)
            visit(made);
        code = sqlite3_step(made);
    }
    if (code != SQLITE_DONE)
        throw_failure(handle, code, sql);
}

std::string text(sqlite3_stmt* at, int column)
{
    const auto* const bytes = reinterpret_cast<const char*>(sqlite3_column_text(at, column));
    return bytes ? bytes : "";
}

}  // namespace

std::vector<std::string> find_faults(sqlite3* handle, bool thorough)
{
    std::vector<std::string> faults;
    query(handle, thorough ? "PRAGMA integrity_check" : "PRAGMA quick_check", [&faults](sqlite3_stmt* at) {
        if (std::string said = text(at, 0); said != "ok")
            faults.push_back(std::move(said));
    });
    if (!faults.empty())
        return faults;  // references are looked up through what is broken
    query(handle, "PRAGMA foreign_key_check", [&faults](sqlite3_stmt* at) {
        faults.push_back("row " + text(at, 1) + " of " + text(at, 0) + " refers to a row of " + text(at, 2) +
                         " that is not there");
    });
    return faults;
}

std::vector<table_count> count_rows(sqlite3* handle)
{
    std::vector<table_count> counts;
    query(handle,
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
          "ORDER BY name",
          [&counts](sqlite3_stmt* at) {
              counts.push_back({text(at, 0), 0});
          });
    // Row by row: of count(*) a server on the same cores would have to wait for the end.
    for (table_count& each : counts)
        query(handle, "SELECT count(1) FROM \"" + each.table + "\"",
              [&each](sqlite3_stmt* at) { each.rows = sqlite3_column_int64(at, 0); });
    return counts;
}

log_guard::log_guard(sqlite3* handle, std::filesystem::path log, std::int64_t most)
    : handle_(handle),
      log_(std::move(log)),
      most_(most),
      thread_([this] { watch(); })
{}

log_guard::~log_guard()
{
    {
        const std::scoped_lock held(mutex_);
        ending_ = true;
    }
    ended_.notify_all();
    thread_.join();
}

void log_guard::watch()
{
    constexpr std::chrono::milliseconds look_every{50};
    std::unique_lock held(mutex_);
    while (!ended_.wait_for(held, look_every, [this] { return ending_; })) {
        std::error_code none;
        const auto size = std::filesystem::file_size(log_, none);
        if (!none && static_cast<std::int64_t>(size) > most_)
            sqlite3_interrupt(handle_);
    }
}

}  // namespace gatehouse::store::sqlite
