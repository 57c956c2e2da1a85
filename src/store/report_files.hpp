// The files of reports, beside the database and named in it. A file is on disk before the transaction that
// names it.
#pragma once

#include "store/descriptor.hpp"

#include <filesystem>
#include <memory>
#include <set>
#include <string>

namespace gatehouse::store {

class report_files {
public:
    explicit report_files(std::filesystem::path folder);

    // A name of its own for a file that grows, and where it grows.
    std::string begin() const;
    std::filesystem::path growing(const std::string& file) const;
    // For whoever writes it to put aside what does not fit in memory.
    const std::filesystem::path& folder() const { return folder_; }
    // Durable when it returns; how long it is.
    std::int64_t keep(const std::string& file) const;
    // Null where there is none.
    std::shared_ptr<const descriptor> open(const std::string& file) const;
    // Grown or growing. Who reads it reads on.
    void remove(const std::string& file) const;
    // What no row names, and what grew when the server stopped. At the start, before any is begun.
    void sweep(const std::set<std::string>& named) const;

private:
    std::filesystem::path folder_;
};

}  // namespace gatehouse::store
