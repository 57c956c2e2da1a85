#include "store/backup.hpp"

#include "base/bytes.hpp"
#include "store/changes.hpp"
#include "store/data_folder.hpp"
#include "store/durable_file.hpp"
#include "store/firmware.hpp"
#include "store/master_key_check.hpp"
#include "store/pictures.hpp"
#include "store/punches.hpp"
#include "store/schema.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;

// The folder in which a backup grows, beside its place. Gone with the attempt, unless it was put in its
// place.
class growing_folder {
public:
    explicit growing_folder(const fs::path& target)
        : target_(fs::absolute(target)),
          path_(target_.string() + "." + base::to_hex(base::random_bytes(8)) + ".part")
    {
        if (fs::exists(fs::symlink_status(target_)))
            throw failure(target_.string() + " exists already");
        make_folder(target_.parent_path());
        fs::create_directory(path_);
        fs::permissions(path_, fs::perms::owner_all);
    }
    ~growing_folder()
    {
        std::error_code ignored;
        if (!done_)
            fs::remove_all(path_, ignored);
    }
    growing_folder(const growing_folder&) = delete;
    growing_folder& operator=(const growing_folder&) = delete;

    const fs::path& path() const { return path_; }

    void put_in_place()
    {
        // A name taken meanwhile stays what it is: rename() replaces nothing but an empty folder.
        if (std::rename(path_.c_str(), target_.c_str()) != 0)
            throw failure("rename " + target_.string() + ": " + std::strerror(errno));
        done_ = true;
        sync_folder(target_.parent_path());
    }

private:
    fs::path target_;
    fs::path path_;
    bool done_ = false;
};

file_mark copy_database(database& live, const fs::path& to, std::int64_t log_most)
{
    steady_file file(to);
    live.copy([&file](std::string_view bytes) { file.write(bytes); }, log_most);
    file.sync();
    return file.finish();
}

void describe(database& copy, const keyring& keys, manifest& into)
{
    const auto sql = copy.reader();
    check_master_key(*sql, keys);
    into.schema = schema_of(*sql);
    into.tables = copy.count_rows();
    into.last_punch = last_punch(*sql).value;
    into.last_change = last_change(*sql);
    const chain_head head = newest_link(*sql);
    into.last_sealed = head.change;
    into.chain_head = base::to_hex(head.link);
}

// Copies what the copy of the database names.
class picture_copier {
public:
    picture_copier(const backup_order& order, const fs::path& into, database& live)
        : from_(order.data / pictures_name),
          into_(into / pictures_name),
          disk_(into),
          live_(live.reader())
    {
        fs::create_directory(into_);
    }

    void copy(const named_picture& what, backup_report& report)
    {
        const std::string name = name_of_picture(what.key, what.digest);
        if (!fs::exists(from_ / name)) {
            report.what.absent.insert(std::string(pictures_name) + "/" + name);
            // Retention may have destroyed the key since the copy was made.
            if (is_key_alive(*live_, what.key))
                ++report.missing;
            return;
        }
        fs::create_directory((into_ / name).parent_path());
        const file_mark mark = copy_marked(from_ / name, into_ / name);
        report.what.files.emplace(std::string(pictures_name) + "/" + name, mark);
        ++report.pictures;
        unsynced_ += mark.size;
        if (unsynced_ > unsynced_most) {
            disk_.sync();
            unsynced_ = 0;
        }
    }

private:
    static constexpr std::int64_t unsynced_most = std::int64_t{16} << 20U;

    fs::path from_;
    fs::path into_;
    file_system disk_;
    std::unique_ptr<connection> live_;
    std::int64_t unsynced_ = 0;
};

// Bytes are synced with the disk of the backup at its end.
void copy_firmware(const backup_order& order, const fs::path& into, connection& copied, backup_report& report)
{
    const fs::path from = order.data / firmware_name;
    each_firmware_file(copied, [&](const std::string& file) {
        const std::string name = std::string(firmware_name) + "/" + file;
        if (!fs::exists(from / file)) {
            report.what.absent.insert(name);  // taken back since the copy was made
            return;
        }
        fs::create_directory(into / firmware_name);
        report.what.files.emplace(name, copy_marked(from / file, into / name));
    });
}

void copy_key(const backup_order& order, const fs::path& into, manifest& of)
{
    const fs::path to = into / master_key_name;
    fs::create_directory(to.parent_path());
    of.files.emplace(master_key_name, copy_marked(order.data / master_key_name, to));
}

}  // namespace

backup_report make_backup(const backup_order& order, const open_database& open, base::instant now)
{
    const fs::path source = order.data / database_name;
    if (!fs::exists(source))
        throw failure("there is no database in " + order.data.string());
    refuse_half_restored(order.data);
    const keyring keys(read_master_key(order.data / master_key_name));
    const auto live = open(source, access::beside);

    growing_folder growing(order.target);
    const file_system disk(growing.path());
    backup_report report;
    report.what.taken_at = now;
    const fs::path copied = growing.path() / database_name;
    report.what.files.emplace(database_name, copy_database(*live, copied, order.log_most));
    const auto copy = open(copied, access::still);
    describe(*copy, keys, report.what);
    picture_copier pictures(order, growing.path(), *live);
    each_living_picture(*copy->reader(), [&](const named_picture& what) { pictures.copy(what, report); });
    copy_firmware(order, growing.path(), *copy->reader(), report);
    if (order.with_keys)
        copy_key(order, growing.path(), report.what);
    forget_pages(copied);

    disk.sync();
    write_durably(growing.path() / manifest_name, write_manifest(report.what, keys));
    growing.put_in_place();
    for (const auto& [name, mark] : report.what.files)
        report.bytes += mark.size;
    return report;
}

}  // namespace gatehouse::store
