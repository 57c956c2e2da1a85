// A new file on its way to disk in small steps: at most two windows of it wait in memory for the disk, so
// that another file's sync never waits for more than those.
#pragma once

#include "base/fingerprint.hpp"
#include "store/descriptor.hpp"

#include <chrono>
#include <cstdint>

namespace gatehouse::store {

// What a file holds, as far as can be told without keeping it.
struct file_mark {
    std::int64_t size = 0;
    std::string fingerprint;

    friend bool operator==(const file_mark&, const file_mark&) = default;
};

class steady_file {
public:
    // Mode 0600; refuses a file that stands.
    explicit steady_file(const std::filesystem::path& file);

    void write(std::string_view bytes);
    // Nothing can be written afterwards.
    file_mark finish();
    void sync() const { file_.sync(); }

private:
    void step_aside();
    void start_window(std::int64_t end);
    void write_out(std::int64_t from, std::int64_t length, unsigned how) const;

    descriptor file_;
    base::fingerprint fingerprint_;
    std::int64_t size_ = 0;
    std::int64_t started_ = 0;  // up to here the disk was asked to write
    std::chrono::steady_clock::time_point resumed_ = std::chrono::steady_clock::now();
};

// Reads a file from front to back. Follows no symbolic link.
file_mark mark_of(const std::filesystem::path& file);

// Not synced: file_system::sync() does that for many files at once.
file_mark copy_marked(const std::filesystem::path& from, const std::filesystem::path& to);

// Makes durable what lies on the file system of `folder`, other people's files included. A fault of the disk
// since it was made is told by the call that follows.
class file_system {
public:
    explicit file_system(const std::filesystem::path& folder);
    void sync() const;

private:
    descriptor folder_;
};

// Lets the kernel forget a file's pages, which nobody will read soon.
void forget_pages(const std::filesystem::path& file);

}  // namespace gatehouse::store
