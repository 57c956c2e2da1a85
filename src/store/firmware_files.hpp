// The bytes of machines' programs: files beside the database, named in it. A file is on disk before the
// transaction that names it.
#pragma once

#include "store/descriptor.hpp"

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>

namespace gatehouse::store {

class firmware_files {
public:
    explicit firmware_files(std::filesystem::path folder);

    // Under a name of its own, which it answers; durable when it returns. Slow: two syncs.
    std::string keep(std::string_view bytes) const;
    // Null where there is none. Whoever reads the same file shares it.
    std::shared_ptr<const descriptor> open(const std::string& file) const;
    // Who reads it reads on.
    void remove(const std::string& file) const;
    // What no row names: an upload that a crash cut off. At the start, before anything is kept.
    void sweep(const std::set<std::string>& named) const;

    // One upload at a time, since each is held in memory: null while somebody else has the turn, which ends
    // with the last copy of what is answered.
    std::shared_ptr<const void> take_turn() const;

private:
    std::filesystem::path folder_;
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::weak_ptr<const descriptor>> open_;
    mutable std::atomic<bool> is_taken_{false};
};

}  // namespace gatehouse::store
