#include "store/sqlite/open_file.hpp"

#include "store/sqlite/sqlite_connection.hpp"

namespace gatehouse::store::sqlite {

open_file::open_file(sqlite3* handle, int which)
{
    const int code = sqlite3_file_control(handle, "main", which, &file_);
    if (code != SQLITE_OK)
        throw_failure(handle, code, "file_control");
    if (!file_ || !file_->pMethods)
        throw failure("sqlite: the database has no write-ahead log");
}

std::int64_t open_file::size() const
{
    sqlite3_int64 bytes = 0;
    const int code = file_->pMethods->xFileSize(file_, &bytes);
    if (code != SQLITE_OK)
        throw_failure(nullptr, code, "file size");
    return bytes;
}

void open_file::read(std::span<char> into, std::int64_t at) const
{
    const int code = file_->pMethods->xRead(file_, into.data(), static_cast<int>(into.size()), at);
    if (code != SQLITE_OK && code != SQLITE_IOERR_SHORT_READ)
        throw_failure(nullptr, code, "read");
}

}  // namespace gatehouse::store::sqlite
