#include "store/device_clocks.hpp"

namespace gatehouse::store {
namespace {

constexpr statement all{"clock_spans", "SELECT since, until, offset, measured_at FROM device_clock "
                                       "WHERE device = ?1 ORDER BY place"};
constexpr statement drop{"drop_clock_spans", "DELETE FROM device_clock WHERE device = ?1 AND place >= ?2"};
constexpr statement put{"put_clock_span",
                        "INSERT INTO device_clock (device, place, since, until, offset, measured_at) "
                        "VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (device, place) DO UPDATE SET "
                        "since = excluded.since, until = excluded.until, offset = excluded.offset, "
                        "measured_at = excluded.measured_at"};

}  // namespace

model::clock_history clock_of(connection& sql, model::device_id device)
{
    return sql.all(all, {device.value}, [](const row& at) {
        model::clock_span span{at.time(0), at.maybe_time(1), {}, at.time(3)};
        if (!at.is_null(2))
            span.offset = std::chrono::milliseconds(at.integer(2));
        return span;
    });
}

void put_clock(transaction& in, model::device_id device, const model::clock_history& what)
{
    std::int64_t place = 0;
    for (const model::clock_span& each : what)
        in.sql.run(put, {device.value, place++, base::to_milliseconds(each.since), time_or_null(each.until),
                         each.offset ? value{std::int64_t{each.offset->count()}} : value{nullptr},
                         base::to_milliseconds(each.measured_at)});
    in.sql.run(drop, {device.value, place});
}

}  // namespace gatehouse::store
