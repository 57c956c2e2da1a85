#include "store/report_files.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"
#include "store/connection.hpp"
#include "store/durable_file.hpp"

#include <fcntl.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gatehouse::store {
namespace {

constexpr std::string_view growing_ending = ".part";

}  // namespace

report_files::report_files(std::filesystem::path folder) : folder_(std::move(folder))
{
    make_folder(folder_);
}

std::string report_files::begin() const
{
    constexpr std::size_t name_bytes = 16;
    std::string name = base::to_hex(base::random_bytes(name_bytes));
    // Whoever opens it by its path leaves it readable to this server alone.
    const descriptor made(growing(name), O_WRONLY | O_CREAT | O_EXCL, 0600);
    return name;
}

std::filesystem::path report_files::growing(const std::string& file) const
{
    return folder_ / std::string(file).append(growing_ending);
}

std::int64_t report_files::keep(const std::string& file) const
{
    const std::filesystem::path from = growing(file);
    const descriptor grown(from, O_RDONLY);
    grown.sync();
    if (::rename(from.c_str(), (folder_ / file).c_str()) != 0)
        throw failure("rename " + from.string() + ": " + std::strerror(errno));
    sync_folder(folder_);
    return grown.size();
}

std::shared_ptr<const descriptor> report_files::open(const std::string& file) const
{
    if (!std::filesystem::exists(folder_ / file))
        return nullptr;
    return std::make_shared<const descriptor>(folder_ / file, O_RDONLY);
}

void report_files::remove(const std::string& file) const
{
    std::error_code ignored;  // what stays is swept at the next start
    std::filesystem::remove(folder_ / file, ignored);
    std::filesystem::remove(growing(file), ignored);
}

void report_files::sweep(const std::set<std::string>& named) const
{
    std::error_code ignored;  // looked at again at the next start
    for (const auto& each : std::filesystem::directory_iterator(folder_))
        if (!named.contains(each.path().filename().string()))
            std::filesystem::remove(each.path(), ignored);
}

}  // namespace gatehouse::store
