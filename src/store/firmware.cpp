#include "store/firmware.hpp"

#include "store/schema.hpp"

namespace gatehouse::store {
namespace {

#define GATEHOUSE_FIRMWARE                                                                                   \
    "SELECT id, product, version, upgrade, name, file, size, md5, created_at, published_at FROM firmware "
constexpr statement by_id{"find_firmware", GATEHOUSE_FIRMWARE "WHERE id = ?1"};
constexpr statement by_name{"find_named_firmware", GATEHOUSE_FIRMWARE "WHERE name = ?1"};
constexpr statement page{"firmware_after",
                         GATEHOUSE_FIRMWARE "WHERE product = ?1 AND id > ?2 ORDER BY id LIMIT ?3"};
constexpr statement offered{"offered_firmware",
                            GATEHOUSE_FIRMWARE "WHERE product = ?1 AND published_at IS NOT NULL "
                                               "ORDER BY published_at DESC, id DESC LIMIT 1"};
#undef GATEHOUSE_FIRMWARE
constexpr statement insert{"insert_firmware",
                           "INSERT INTO firmware (product, version, upgrade, name, file, size, md5, "
                           "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id"};
constexpr statement publish{"publish_firmware", "UPDATE firmware SET published_at = ?2 WHERE id = ?1"};
constexpr statement remove{"delete_firmware", "DELETE FROM firmware WHERE id = ?1"};
constexpr statement files{"firmware_files", "SELECT file FROM firmware"};

model::firmware firmware_from(const row& at)
{
    return {{at.integer(0)},
            {at.integer(1)},
            std::string(at.text(2)),
            model::from_name<model::upgrade>(at.text(3)).value(),
            std::string(at.text(4)),
            std::string(at.text(5)),
            at.integer(6),
            std::string(at.text(7)),
            at.time(8),
            at.maybe_time(9)};
}

}  // namespace

model::firmware insert_firmware(transaction& in, const model::firmware& what)
{
    model::firmware made = what;
    made.id = {
        in.sql
            .number(insert, {what.product.value, std::string_view(what.version), model::name_of(what.upgrade),
                             std::string_view(what.name), std::string_view(what.file), what.size,
                             std::string_view(what.md5), base::to_milliseconds(what.created_at)})
            .value()};
    return made;
}

std::optional<model::firmware> find_firmware(connection& sql, model::firmware_id id)
{
    return sql.first(by_id, {id.value}, firmware_from);
}

std::optional<model::firmware> find_firmware(connection& sql, std::string_view name)
{
    return sql.first(by_name, {name}, firmware_from);
}

std::vector<model::firmware> firmware_after(connection& sql, model::product_id of, std::int64_t after,
                                            std::int64_t most)
{
    return sql.all(page, {of.value, after, most}, firmware_from);
}

std::optional<model::firmware> offered_firmware(connection& sql, model::product_id of)
{
    return sql.first(offered, {of.value}, firmware_from);
}

void publish_firmware(transaction& in, model::firmware_id which, base::instant now)
{
    in.sql.run(publish, {which.value, base::to_milliseconds(now)});
}

void delete_firmware(transaction& in, model::firmware_id which)
{
    in.sql.run(remove, {which.value});
}

void each_firmware_file(connection& sql, const std::function<void(const std::string&)>& visit)
{
    constexpr std::int64_t stands_since = 73;
    if (schema_of(sql) < stands_since)
        return;  // a backup of before
    sql.each(files, {}, [&visit](const row& at) { visit(std::string(at.text(0))); });
}

}  // namespace gatehouse::store
