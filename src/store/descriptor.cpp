#include "store/descriptor.hpp"

#include "store/connection.hpp"

#include <fcntl.h>
#include <unistd.h>

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
