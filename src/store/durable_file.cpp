#include "store/durable_file.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/connection.hpp"
#include "store/descriptor.hpp"

#include <fcntl.h>
#include <sys/file.h>

#include <cerrno>
#include <cstring>

namespace gatehouse::store {

void write_durably(const std::filesystem::path& file, std::string_view bytes)
{
    const std::filesystem::path beside = file.string() + "." + base::to_hex(base::random_bytes(8)) + ".part";
    try {
        const descriptor out(beside, O_WRONLY | O_CREAT | O_EXCL, 0600);
        out.write(bytes);
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
    descriptor(folder, O_RDONLY | O_DIRECTORY).sync();
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
    const descriptor in(file, O_RDONLY);
    std::string bytes;
    char part[65536];
    for (std::string_view read = in.read(part); !read.empty(); read = in.read(part))
        bytes.append(read);
    return bytes;
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
