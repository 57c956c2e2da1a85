// What SQLite's write-ahead log holds of committed pages. Format: https://sqlite.org/fileformat2.html, 4.
#pragma once

#include "store/sqlite/open_file.hpp"

#include <string>
#include <unordered_map>

namespace gatehouse::store::sqlite {

struct committed_pages {
    std::int64_t page_size = 0;
    std::int64_t page_count = 0;  // of the database after the last commit; 0: no commit
    std::unordered_map<std::uint32_t, std::string> pages;  // by page number, each as the last commit left it
};

// The longest beginning of the log that ends with a commit and whose checksums fit: what SQLite would find
// after a crash just now. The caller holds a read transaction, others may write.
committed_pages read_committed(const open_file& log);

}  // namespace gatehouse::store::sqlite
