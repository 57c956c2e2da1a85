// One state of a database that others go on using, as the bytes of a database file.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <string_view>

namespace gatehouse::store::sqlite {

// `handle` is in no transaction. docs/adr/0011-backup.md says why the state is one.
void copy_state(sqlite3* handle, const std::function<void(std::string_view)>& onto, std::int64_t log_most);

}  // namespace gatehouse::store::sqlite
