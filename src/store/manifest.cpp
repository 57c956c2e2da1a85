#include "store/manifest.hpp"

#include "base/bytes.hpp"
#include "base/json_writer.hpp"
#include "store/data_folder.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value_to.hpp>

#include <algorithm>

namespace gatehouse::store {
namespace {

namespace json = boost::json;

constexpr std::uint64_t manifest_tag = 2;
constexpr std::size_t fingerprint_length = 64;
constexpr std::size_t digest_length = 32;

bool is_hex(std::string_view text, std::size_t length)
{
    return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// Nothing that leads out of the folder: a manifest may come from anywhere.
bool is_firmware_name(std::string_view name)
{
    constexpr std::size_t length = 32;
    return name.starts_with(firmware_name) && name.substr(firmware_name.size(), 1) == "/" &&
           is_hex(name.substr(firmware_name.size() + 1), length);
}

bool is_backup_name(std::string_view name)
{
    if (name == database_name || name == master_key_name || is_firmware_name(name))
        return true;
    if (!name.starts_with(pictures_name) || name.substr(pictures_name.size(), 1) != "/")
        return false;
    name.remove_prefix(pictures_name.size() + 1);
    const std::size_t slash = name.find('/');
    constexpr std::size_t most_digits = 16;
    return slash != std::string_view::npos && slash > 0 && slash <= most_digits &&
           name.substr(0, slash).find_first_not_of("0123456789") == std::string_view::npos &&
           is_hex(name.substr(slash + 1), digest_length);
}

std::string description_of(const manifest& of)
{
    std::string text;
    base::json_writer to(text);
    to.open_object().name("format").number(manifest_format).name("schema").number(of.schema);
    to.name("taken_at").number(base::to_milliseconds(of.taken_at)).name("tables").open_object();
    for (const table_count& each : of.tables)
        to.name(each.table).number(each.rows);
    to.close_object().name("last_punch").number(of.last_punch).name("last_change").number(of.last_change);
    to.name("last_sealed").number(of.last_sealed).name("chain_head").text(of.chain_head);
    to.name("files").open_array();
    for (const auto& [name, mark] : of.files)
        to.open_object()
            .name("name")
            .text(name)
            .name("size")
            .number(mark.size)
            .name("sha256")
            .text(mark.fingerprint)
            .close_object();
    to.close_array().name("absent").open_array();
    for (const std::string& name : of.absent)
        to.text(name);
    to.close_array().close_object();
    return text + "\n";
}

std::string with_fingerprint(const std::string& description, const base::digest& seal)
{
    const std::string hex = base::to_hex(seal.view());
    std::string line;
    base::json_writer(line)
        .open_object()
        .name("seal")
        .text(hex)
        .name("sha256")
        .text(base::fingerprint().add(description).add(hex).hex())
        .close_object();
    return description + line + "\n";
}

base::digest seal_of(std::string_view description, const keyring& keys)
{
    return base::keyed_digest(keys.proof, manifest_tag, description);
}

std::string text_of(const json::value& at)
{
    return json::value_to<std::string>(at);
}

void read_files(const json::value& from, manifest& into)
{
    for (const json::value& each : from.at("files").as_array()) {
        const file_mark mark{each.at("size").as_int64(), text_of(each.at("sha256"))};
        const std::string name = text_of(each.at("name"));
        if (!is_backup_name(name) || mark.size < 0 || !is_hex(mark.fingerprint, fingerprint_length) ||
            !into.files.emplace(name, mark).second)
            throw std::invalid_argument("a file of it");
    }
    for (const json::value& each : from.at("absent").as_array()) {
        const std::string name = text_of(each);
        if (!is_backup_name(name) || !into.absent.insert(name).second)
            throw std::invalid_argument("a file of it");
    }
    if (!into.files.contains(std::string(database_name)))
        throw std::invalid_argument("no database in it");
}

manifest manifest_from(const json::value& from)
{
    manifest what;
    what.schema = from.at("schema").as_int64();
    what.taken_at = base::from_milliseconds(from.at("taken_at").as_int64());
    for (const auto& [name, rows] : from.at("tables").as_object())
        what.tables.push_back({std::string(name), rows.as_int64()});
    what.last_punch = from.at("last_punch").as_int64();
    what.last_change = from.at("last_change").as_int64();
    what.last_sealed = from.at("last_sealed").as_int64();
    what.chain_head = text_of(from.at("chain_head"));
    read_files(from, what);
    return what;
}

}  // namespace

std::string write_manifest(const manifest& what, const keyring& keys)
{
    const std::string description = description_of(what);
    return with_fingerprint(description, seal_of(description, keys));
}

std::variant<read_manifest, std::string> parse_manifest(std::string_view bytes)
{
    constexpr std::string_view before_seal = "{\"seal\":\"";
    const std::size_t end = bytes.find('\n');
    if (end == std::string_view::npos || !bytes.substr(end + 1).starts_with(before_seal))
        return "it is cut short or is none";
    const std::string description(bytes.substr(0, end + 1));
    const std::string_view hex = bytes.substr(end + 1 + before_seal.size(), digest_length);
    const auto raw = is_hex(hex, digest_length) ? base::from_hex(hex) : std::nullopt;
    const auto seal = raw ? base::digest::from(*raw) : std::nullopt;
    if (!seal || with_fingerprint(description, *seal) != bytes)
        return "its fingerprint does not fit: something in it was changed";
    try {
        const json::value whole = json::parse(description);
        if (whole.at("format").as_int64() != manifest_format)
            return "its format is of a newer version than this program";
        return read_manifest{manifest_from(whole), *seal, description};
    } catch (const std::exception& e) {
        return std::string("it does not describe a backup: ") + e.what();
    }
}

bool is_sealed_under(const read_manifest& what, const keyring& keys)
{
    return base::same(what.seal, seal_of(what.sealed, keys));
}

}  // namespace gatehouse::store
