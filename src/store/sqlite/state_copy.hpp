// One state of a database that others go on using, as the bytes of a database file.
#pragma once

#include "store/descriptor.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <string_view>

namespace gatehouse::store::sqlite {

// `handle` is in no transaction. `main` is the database's own file; to close it drops the locks of this
// process on it: not before `handle` is closed. docs/adr/0011-backup.md says why the state is one.
void copy_state(sqlite3* handle, const descriptor& main, const std::function<void(std::string_view)>& onto,
                std::int64_t log_most);

}  // namespace gatehouse::store::sqlite
