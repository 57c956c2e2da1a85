#include "store/device_orders.hpp"

namespace gatehouse::store {
namespace {

constexpr statement insert{"insert_device_order",
                           "INSERT INTO device_order (device, kind, number, actor, asked_at, until, "
                           "sealed_asked) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id"};
constexpr statement find{"find_device_order",
                         "SELECT id, device, kind, number, actor, asked_at, until, sealed_asked, "
                         "answered_at, sealed_answer FROM device_order WHERE device = ?1 AND id = ?2"};
constexpr statement answered{"answer_device_order",
                             "UPDATE device_order SET answered_at = ?4, sealed_answer = ?5 WHERE number = ?3 "
                             "AND device = ?1 AND kind = ?2 AND answered_at IS NULL"};
constexpr statement drop_old{"drop_old_device_orders",
                             "DELETE FROM device_order WHERE id IN (SELECT id FROM (SELECT id, asked_at "
                             "FROM device_order ORDER BY id LIMIT ?2) WHERE asked_at < ?1)"};

// What was sealed opens as this order's only.
std::string place_of(std::string_view number)
{
    return "order/" + std::string(number);
}

}  // namespace

model::device_order insert_order(transaction& in, const model::device_order& what)
{
    model::device_order made = what;
    const std::string sealed = base::seal(in.keys.texts, what.asked, place_of(what.number));
    made.id = {
        in.sql
            .number(insert, {what.device.value, model::name_of(what.kind), std::string_view(what.number),
                             std::string_view(what.actor), base::to_milliseconds(what.asked_at),
                             base::to_milliseconds(what.until), blob{sealed}})
            .value()};
    return made;
}

std::optional<model::device_order> find_order(connection& sql, const keyring& keys, model::device_id of,
                                              model::device_order_id id)
{
    return sql.first(find, {of.value, id.value}, [&keys](const row& at) {
        const std::string place = place_of(at.text(3));
        model::device_order made{{at.integer(0)},
                                 {at.integer(1)},
                                 model::from_name<model::order_kind>(at.text(2)).value(),
                                 std::string(at.text(3)),
                                 std::string(at.text(4)),
                                 at.time(5),
                                 at.time(6),
                                 base::open(keys.texts, at.text(7), place).value_or("{}")};
        made.answered_at = at.maybe_time(8);
        if (made.answered_at)
            made.answer = base::open(keys.texts, at.text(9), place).value_or("{}");
        return made;
    });
}

bool answer_order(transaction& in, model::device_id of, model::order_kind kind, std::string_view number,
                  std::string_view answer, base::instant now)
{
    const std::string sealed = base::seal(in.keys.texts, answer, place_of(number));
    return in.sql.run(answered,
                      {of.value, model::name_of(kind), number, base::to_milliseconds(now), blob{sealed}}) > 0;
}

std::int64_t drop_old_orders(transaction& in, base::instant asked_before, std::int64_t most)
{
    return in.sql.run(drop_old, {base::to_milliseconds(asked_before), most});
}

}  // namespace gatehouse::store
