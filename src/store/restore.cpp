#include "store/restore.hpp"

#include "store/data_folder.hpp"
#include "store/durable_file.hpp"
#include "store/master_key_check.hpp"
#include "store/schema.hpp"

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;

// The key that the restored data will hang on, shown to be the right one.
fs::path right_key(const restore_order& order, const read_manifest& from)
{
    if (!order.keys && !from.what.files.contains(std::string(master_key_name)))
        throw wrong_master_key("the backup does not hold the master key: give its file with --keys");
    fs::path file = order.keys ? *order.keys : order.backup / master_key_name;
    if (!is_sealed_under(from, keyring(read_master_key(file))))
        throw wrong_master_key(file.string() + " is not the master key that this backup was made under");
    return file;
}

void claim(const fs::path& folder)
{
    make_folder(folder);
    for (const auto& each : fs::directory_iterator(folder))
        if (each.path().filename() != lock_name)
            throw failure(folder.string() + " is not empty: a restore replaces nothing");
    lock_folder(folder);
}

// What a restore has written. Gone with the attempt, unless it was completed.
class growing_store {
public:
    explicit growing_store(const fs::path& folder) : folder_(folder), disk_(folder)
    {
        write_durably(folder_ / restoring_name, "");
    }
    ~growing_store()
    {
        if (done_)
            return;
        std::error_code ignored;
        for (const std::string_view name :
             {database_name, pictures_name, firmware_name, std::string_view("keys"), restoring_name})
            fs::remove_all(folder_ / name, ignored);
    }
    growing_store(const growing_store&) = delete;
    growing_store& operator=(const growing_store&) = delete;

    void copy(const fs::path& from, const std::string& name, const file_mark& expected) const
    {
        const fs::path to = folder_ / name;
        fs::create_directories(to.parent_path());
        if (copy_marked(from, to) != expected)
            throw damaged(from.string() + " was changed while it was copied");
    }
    void complete()
    {
        disk_.sync();
        fs::remove(folder_ / restoring_name);
        sync_folder(folder_);
        done_ = true;
    }

private:
    fs::path folder_;
    file_system disk_;
    bool done_ = false;
};

}  // namespace

manifest restore(const restore_order& order, findings& into)
{
    const auto from = find_manifest(order.backup, into);
    if (!from)
        throw damaged(order.backup.string() + " is no whole backup");
    if (from->what.schema > newest_schema())
        throw failure("the backup is of a newer version than this program");
    const fs::path key = right_key(order, *from);
    claim(order.data);
    check_files(order.backup, from->what, into);
    if (into.count() > 0)
        throw damaged(order.backup.string() + " is not as it was made");

    growing_store growing(order.data);
    growing.copy(key, std::string(master_key_name), mark_of(key));
    for (const auto& [name, mark] : from->what.files)
        if (name != master_key_name)
            growing.copy(order.backup / name, name, mark);
    fs::create_directories(order.data / pictures_name);
    growing.complete();
    return from->what;
}

}  // namespace gatehouse::store
