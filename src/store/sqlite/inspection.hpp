// Questions about a whole database that only its engine can answer.
#pragma once

#include "store/connection.hpp"

#include <sqlite3.h>

#include <condition_variable>
#include <mutex>
#include <thread>

namespace gatehouse::store::sqlite {

// A sentence each. `thorough` also compares each index with its table.
std::vector<std::string> find_faults(sqlite3* handle, bool thorough);

std::vector<table_count> count_rows(sqlite3* handle);

// While it lives, what runs on `handle` is interrupted once `log` is longer than `most` bytes.
class log_guard {
public:
    log_guard(sqlite3* handle, std::filesystem::path log, std::int64_t most);
    ~log_guard();
    log_guard(const log_guard&) = delete;
    log_guard& operator=(const log_guard&) = delete;

private:
    void watch();

    sqlite3* handle_;
    std::filesystem::path log_;
    std::int64_t most_;
    std::mutex mutex_;
    std::condition_variable ended_;
    bool ending_ = false;
    std::thread thread_;
};

}  // namespace gatehouse::store::sqlite
