#include "store/backup_files.hpp"

#include "store/data_folder.hpp"
#include "store/durable_file.hpp"

#include <set>

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;

void check_one(const fs::path& backup, const std::string& name, const file_mark& expected, findings& into)
{
    const fs::file_status status = fs::symlink_status(backup / name);
    if (!fs::exists(status))
        return into.note("file_missing", name, "The file is not there.");
    if (!fs::is_regular_file(status))
        return into.note("file_changed", name, "It is not a file any more.");
    const file_mark found = mark_of(backup / name);
    if (found.size != expected.size)
        into.note("file_changed", name,
                  "The file has " + std::to_string(found.size) + " bytes instead of " +
                      std::to_string(expected.size) + ".");
    else if (found.fingerprint != expected.fingerprint)
        into.note("file_changed", name, "The fingerprint does not fit: something in the file was changed.");
}

std::set<std::string> folders_of(const manifest& what)
{
    std::set<std::string> folders{std::string(pictures_name)};
    for (const auto& [name, mark] : what.files)
        for (fs::path above = fs::path(name).parent_path(); !above.empty(); above = above.parent_path())
            folders.insert(above.string());
    return folders;
}

}  // namespace

std::optional<read_manifest> find_manifest(const fs::path& backup, findings& into)
{
    const std::string name(manifest_name);
    if (!fs::is_regular_file(fs::symlink_status(backup / name))) {
        into.note("file_missing", name,
                  "There is no manifest: this is no backup, or one that was not finished.");
        return std::nullopt;
    }
    auto read = parse_manifest(read_whole(backup / name));
    if (const auto* const why = std::get_if<std::string>(&read)) {
        into.note("file_changed", name, "The manifest does not count: " + *why + ".");
        return std::nullopt;
    }
    return std::get<read_manifest>(std::move(read));
}

void check_files(const fs::path& backup, const manifest& what, findings& into)
{
    const std::set<std::string> folders = folders_of(what);
    for (const auto& each : fs::recursive_directory_iterator(backup)) {
        const std::string name = each.path().lexically_relative(backup).generic_string();
        const bool known = fs::is_directory(each.symlink_status()) ? folders.contains(name)
                                                                   : what.files.contains(name);
        if (!known && name != manifest_name)
            into.note("file_added", name, "The manifest does not know it.");
    }
    for (const auto& [name, mark] : what.files)
        check_one(backup, name, mark, into);
}

}  // namespace gatehouse::store
