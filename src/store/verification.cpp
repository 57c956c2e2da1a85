#include "store/verification.hpp"

#include "base/bytes.hpp"
#include "store/changes.hpp"
#include "store/data_folder.hpp"
#include "store/examination.hpp"
#include "store/firmware.hpp"
#include "store/master_key_check.hpp"
#include "store/punches.hpp"
#include "store/schema.hpp"

namespace gatehouse::store {
namespace {

namespace fs = std::filesystem;

void refuse_newer(std::int64_t schema)
{
    if (schema > newest_schema())
        throw failure("the database is of a newer version (schema " + std::to_string(schema) +
                      ") than this program (schema " + std::to_string(newest_schema()) + ")");
}

// A database too sick to answer its first questions is a finding.
bool can_be_read(database& db, const keyring& keys, findings& into)
{
    std::int64_t schema = 0;
    try {
        const auto sql = db.reader();
        schema = schema_of(*sql);
        check_master_key(*sql, keys);
    } catch (const wrong_master_key&) {
        throw;
    } catch (const failure& e) {
        into.note("structure", std::string(database_name), e.what());
        return false;
    }
    refuse_newer(schema);
    return true;
}

void compare_counts(const manifest& said, database& db, findings& into)
{
    std::map<std::string, std::int64_t> rows;
    for (const table_count& each : db.count_rows())
        rows[each.table] = each.rows;
    for (const table_count& each : said.tables)
        if (rows[each.table] != each.rows)
            into.note("count", each.table,
                      "It holds " + std::to_string(rows[each.table]) + " rows instead of " +
                          std::to_string(each.rows) + ".");
    const auto sql = db.reader();
    const chain_head head = newest_link(*sql);
    if (last_punch(*sql).value != said.last_punch || last_change(*sql) != said.last_change ||
        head.change != said.last_sealed || base::to_hex(head.link) != said.chain_head)
        into.note("count", std::string(manifest_name), "The logs do not end where the manifest says.");
}

void check_firmware(const fs::path& folder, database& db, const std::set<std::string>& absent, findings& into)
{
    each_firmware_file(*db.reader(), [&](const std::string& file) {
        const std::string name = std::string(firmware_name) + "/" + file;
        if (!absent.contains(name) && !fs::exists(folder / name))
            into.note("firmware_missing", name, "The database names it and it is not there.");
    });
}

std::optional<keyring> keys_for(const verify_order& order, const read_manifest& of)
{
    if (!order.keys && !of.what.files.contains(std::string(master_key_name)))
        return std::nullopt;
    const fs::path file = order.keys ? *order.keys : order.folder / master_key_name;
    std::optional<keyring> keys(read_master_key(file));
    if (!is_sealed_under(of, *keys))
        throw wrong_master_key(file.string() + " is not the master key that this backup was made under");
    return keys;
}

}  // namespace

verified verify_data(const verify_order& order, const open_database& open, findings& into)
{
    if (!fs::exists(order.folder / database_name))
        throw failure("there is no database in " + order.folder.string());
    refuse_half_restored(order.folder);
    const fs::path key = order.keys ? *order.keys : order.folder / master_key_name;
    if (!fs::exists(key))
        throw wrong_master_key("the master key is missing: " + key.string());
    const std::optional<keyring> keys(read_master_key(key));
    const auto db = open(order.folder / database_name, access::beside);
    verified result;
    if (can_be_read(*db, *keys, into)) {
        examine({*db, keys, order.folder / pictures_name}, result, into);
        check_firmware(order.folder, *db, {}, into);
    }
    return result;
}

verified verify_backup(const verify_order& order, const open_database& open, findings& into)
{
    verified result;
    const auto from = find_manifest(order.folder, into);
    if (!from)
        return result;
    refuse_newer(from->what.schema);
    check_files(order.folder, from->what, into);
    result.files = static_cast<std::int64_t>(from->what.files.size());
    // What is in a changed database says nothing any more.
    if (into.count() > 0)
        return result;
    const std::optional<keyring> keys = keys_for(order, *from);
    const auto db = open(order.folder / database_name, access::still);
    compare_counts(from->what, *db, into);
    examine({*db, keys, order.folder / pictures_name, from->what.absent}, result, into);
    check_firmware(order.folder, *db, from->what.absent, into);
    return result;
}

}  // namespace gatehouse::store
