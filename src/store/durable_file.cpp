#include "store/durable_file.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/connection.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace gatehouse::store {
namespace {

class descriptor {
public:
    descriptor(const std::filesystem::path& file, int flags, mode_t mode)
        : fd_(::open(file.c_str(), flags | O_CLOEXEC, mode)),
          name_(file.string())
    {
        if (fd_ < 0)
            fail("open");
    }
    ~descriptor()
    {
        if (fd_ >= 0)
            ::close(fd_);
    }
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;

    int get() const { return fd_; }
    int release() { return std::exchange(fd_, -1); }

    [[noreturn]] void fail(std::string_view during) const
    {
        throw failure(std::string(during) + " " + name_ + ": " + std::strerror(errno));
    }

    void sync() const
    {
        if (::fsync(fd_) != 0)
            throw durability_lost("fsync " + name_ + ": " + std::strerror(errno));
    }

private:
    int fd_;
    std::string name_;
};

void write_all(const descriptor& to, std::string_view bytes)
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(to.get(), bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            to.fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

}  // namespace

void write_durably(const std::filesystem::path& file, std::string_view bytes)
{
    const std::filesystem::path beside = file.string() + "." + base::to_hex(base::random_bytes(8)) + ".part";
    try {
        const descriptor out(beside, O_WRONLY | O_CREAT | O_EXCL, 0600);
        write_all(out, bytes);
        out.sync();
        if (::rename(beside.c_str(), file.c_str()) != 0)
            throw failure("rename " + file.string() + ": " + std::strerror(errno));
    } catch (const failure&) {
        std::error_code ignored;
        std::filesystem::remove(beside, ignored);
        throw;
    }
    sync_folder(file.parent_path());
}

void sync_folder(const std::filesystem::path& folder)
{
    descriptor(folder, O_RDONLY | O_DIRECTORY, 0).sync();
}

void make_folder(const std::filesystem::path& folder)
{
    if (std::filesystem::is_directory(folder))
        return;
    const std::filesystem::path above = std::filesystem::absolute(folder).parent_path();
    make_folder(above);
    std::filesystem::create_directory(folder);
    sync_folder(above);
}

std::string read_whole(const std::filesystem::path& file)
{
    const descriptor in(file, O_RDONLY, 0);
    std::string bytes;
    char part[65536];
    for (;;) {
        const ssize_t count = ::read(in.get(), part, sizeof part);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            in.fail("read");
        if (count == 0)
            return bytes;
        bytes.append(part, static_cast<std::size_t>(count));
    }
}

void lock_folder(const std::filesystem::path& folder)
{
    make_folder(folder);
    descriptor lock(folder / "lock", O_RDWR | O_CREAT, 0600);
    if (::flock(lock.get(), LOCK_EX | LOCK_NB) != 0)
        throw failure("the data folder is in use by another process: " + folder.string());
    lock.release();  // held until the process ends
}

}  // namespace gatehouse::store
