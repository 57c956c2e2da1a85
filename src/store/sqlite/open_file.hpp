// A file that SQLite holds open, read through SQLite's own handle: closing a descriptor of ours on the same
// file would drop the locks that this process holds on it.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <span>

namespace gatehouse::store::sqlite {

class open_file {
public:
    // The database's write-ahead log; a transaction must have begun.
    static open_file log_of(sqlite3* handle) { return {handle, SQLITE_FCNTL_JOURNAL_POINTER}; }

    std::int64_t size() const;
    // What lies past the end reads as zeros.
    void read(std::span<char> into, std::int64_t at) const;

private:
    open_file(sqlite3* handle, int which);

    sqlite3_file* file_ = nullptr;
};

}  // namespace gatehouse::store::sqlite
