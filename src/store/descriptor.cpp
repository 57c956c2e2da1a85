#include "store/descriptor.hpp"

#include "store/connection.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace gatehouse::store {

descriptor::descriptor(const std::filesystem::path& file, int flags, mode_t mode)
    : fd_(::open(file.c_str(), flags | O_CLOEXEC, mode)),
      name_(file.string())
{
    if (fd_ < 0)
        fail("open");
}

descriptor::~descriptor()
{
    if (fd_ >= 0)
        ::close(fd_);
}

int descriptor::release()
{
    return std::exchange(fd_, -1);
}

void descriptor::write(std::string_view bytes) const
{
    while (!bytes.empty()) {
        const ssize_t count = ::write(fd_, bytes.data(), bytes.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            fail("write");
        bytes.remove_prefix(static_cast<std::size_t>(count));
    }
}

std::string_view descriptor::read(std::span<char> into) const
{
    for (;;) {
        const ssize_t count = ::read(fd_, into.data(), into.size());
        if (count >= 0)
            return {into.data(), static_cast<std::size_t>(count)};
        if (errno != EINTR)
            fail("read");
    }
}

void descriptor::read_at(std::span<char> into, std::int64_t at) const
{
    while (!into.empty()) {
        const ssize_t count = ::pread(fd_, into.data(), into.size(), at);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            fail("read");
        if (count == 0)
            return std::fill(into.begin(), into.end(), '\0');
        into = into.subspan(static_cast<std::size_t>(count));
        at += count;
    }
}

std::int64_t descriptor::size() const
{
    struct stat about {};
    if (::fstat(fd_, &about) != 0)
        fail("stat");
    return about.st_size;
}

void descriptor::sync() const
{
    if (::fsync(fd_) != 0)
        throw durability_lost("fsync " + name_ + ": " + std::strerror(errno));
}

void descriptor::fail(std::string_view during) const
{
    throw failure(std::string(during) + " " + name_ + ": " + std::strerror(errno));
}

}  // namespace gatehouse::store
