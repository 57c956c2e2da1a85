#include "store/device_notices.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_device_notice",
                           "INSERT INTO device_notice (device, organization, app, bound) "
                           "VALUES (?1, ?2, ?3, ?4)"};
constexpr statement first{"first_device_notices",
                          "SELECT n.id, d.external, n.organization, n.app, n.bound FROM device_notice n "
                          "JOIN device d ON d.id = n.device ORDER BY n.id LIMIT ?1"};
constexpr statement drop{"drop_device_notices", "DELETE FROM device_notice WHERE id <= ?1"};

}  // namespace

void insert_notice(transaction& in, model::device_id of, const device_notice& what)
{
    in.sql.run(insert, {of.value, what.organization.value, or_none(what.app), std::int64_t{what.bound}});
}

std::vector<device_notice> first_notices(connection& sql, std::int64_t most)
{
    return sql.all(first, {most}, [](const row& at) {
        return device_notice{at.integer(0),
                             std::string(at.text(1)),
                             {at.integer(2)},
                             {at.maybe_integer(3).value_or(0)},
                             at.integer(4) != 0};
    });
}

void drop_notices(transaction& in, std::int64_t upto)
{
    in.sql.run(drop, {upto});
}

}  // namespace gatehouse::store
