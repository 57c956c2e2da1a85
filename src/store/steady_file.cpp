#include "store/steady_file.hpp"

#include "store/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <thread>

namespace gatehouse::store {
namespace {

constexpr std::int64_t window = std::int64_t{1} << 17U;
constexpr std::size_t piece = std::size_t{1} << 18U;

void read_through(const std::filesystem::path& file, const std::function<void(std::string_view)>& visit)
{
    const descriptor in(file, O_RDONLY | O_NOFOLLOW);
    std::string bytes(piece, '\0');
    for (std::string_view read = in.read(bytes); !read.empty(); read = in.read(bytes))
        visit(read);
}

}  // namespace

steady_file::steady_file(const std::filesystem::path& file) : file_(file, O_WRONLY | O_CREAT | O_EXCL, 0600)
{}

void steady_file::write(std::string_view bytes)
{
    file_.write(bytes);
    fingerprint_.add(bytes);
    size_ += static_cast<std::int64_t>(bytes.size());
    while (size_ - started_ >= window)
        start_window(started_ + window);
    step_aside();
}

// A server on the same cores and the same disk goes first: a quarter of the time is its alone.
void steady_file::step_aside()
{
    std::this_thread::sleep_for((std::chrono::steady_clock::now() - resumed_) / 3);
    resumed_ = std::chrono::steady_clock::now();
}

void steady_file::start_window(std::int64_t end)
{
    write_out(started_, end - started_, SYNC_FILE_RANGE_WRITE);
    if (started_ > 0)
        write_out(started_ - window, window,
                  SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    started_ = end;
}

// A fault of the disk is told here or by the sync that follows, once. Where the file system does not know the
// call, that sync does all the work.
void steady_file::write_out(std::int64_t from, std::int64_t length, unsigned how) const
{
    if (::sync_file_range(file_.get(), from, length, how) == 0)
        return;
    if (errno == ENOSPC || errno == EDQUOT)
        file_.fail("write");
    if (errno == EIO)
        throw durability_lost(std::string("sync_file_range: ") + std::strerror(errno));
}

file_mark steady_file::finish()
{
    write_out(started_, 0, SYNC_FILE_RANGE_WRITE);
    return {size_, fingerprint_.hex()};
}

file_mark mark_of(const std::filesystem::path& file)
{
    base::fingerprint all;
    std::int64_t size = 0;
    read_through(file, [&](std::string_view bytes) {
        all.add(bytes);
        size += static_cast<std::int64_t>(bytes.size());
    });
    return {size, all.hex()};
}

file_mark copy_marked(const std::filesystem::path& from, const std::filesystem::path& to)
{
    steady_file out(to);
    read_through(from, [&out](std::string_view bytes) { out.write(bytes); });
    return out.finish();
}

file_system::file_system(const std::filesystem::path& folder) : folder_(folder, O_RDONLY | O_DIRECTORY) {}

void file_system::sync() const
{
    if (::syncfs(folder_.get()) != 0)
        throw durability_lost(std::string("syncfs: ") + std::strerror(errno));
}

void forget_pages(const std::filesystem::path& file)
{
    ::posix_fadvise(descriptor(file, O_RDONLY).get(), 0, 0, POSIX_FADV_DONTNEED);
}

}  // namespace gatehouse::store
