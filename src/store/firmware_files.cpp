#include "store/firmware_files.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/durable_file.hpp"

#include <fcntl.h>

namespace gatehouse::store {

firmware_files::firmware_files(std::filesystem::path folder) : folder_(std::move(folder))
{
    make_folder(folder_);
}

std::string firmware_files::keep(std::string_view bytes) const
{
    constexpr std::size_t name_bytes = 16;
    std::string name = base::to_hex(base::random_bytes(name_bytes));
    write_durably(folder_ / name, bytes);
    return name;
}

std::shared_ptr<const descriptor> firmware_files::open(const std::string& file) const
{
    const std::scoped_lock held(mutex_);
    if (const auto known = open_.find(file); known != open_.end())
        if (auto standing = known->second.lock())
            return standing;
    if (!std::filesystem::exists(folder_ / file))
        return nullptr;
    auto opened = std::make_shared<const descriptor>(folder_ / file, O_RDONLY);
    open_[file] = opened;
    return opened;
}

void firmware_files::remove(const std::string& file) const
{
    {
        const std::scoped_lock held(mutex_);
        open_.erase(file);
    }
    std::error_code ignored;  // what stays is swept at the next start
    std::filesystem::remove(folder_ / file, ignored);
}

void firmware_files::sweep(const std::set<std::string>& named) const
{
    std::error_code ignored;  // looked at again at the next start
    for (const auto& each : std::filesystem::directory_iterator(folder_))
        if (!named.contains(each.path().filename().string()))
            std::filesystem::remove(each.path(), ignored);
}

std::shared_ptr<const void> firmware_files::take_turn() const
{
    if (is_taken_.exchange(true))
        return nullptr;
    return {this, [](const firmware_files* of) { of->is_taken_ = false; }};
}

}  // namespace gatehouse::store
