// A file descriptor that closes itself. Faults of the disk are thrown: `failure`, and `durability_lost` where
// it refuses to sync.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace gatehouse::store {

class descriptor {
public:
    descriptor(const std::filesystem::path& file, int flags, mode_t mode = 0);
    ~descriptor();
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    int get() const { return fd_; }
    int release();

    void write(std::string_view bytes) const;
    // What was read of it; empty at the end of the file.
    std::string_view read(std::span<char> into) const;
    // All of `into`; what lies past the end of the file reads as zeros.
    void read_at(std::span<char> into, std::int64_t at) const;
    std::int64_t size() const;
    void sync() const;

    [[noreturn]] void fail(std::string_view during) const;

private:
    int fd_;
    std::string name_;
};

}  // namespace gatehouse::store
