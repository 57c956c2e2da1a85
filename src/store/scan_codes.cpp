#include "store/scan_codes.hpp"

namespace gatehouse::store {
namespace {

constexpr statement find{"find_scan_code",
                         "SELECT c.app, a.external, c.ends_at FROM scan_code c JOIN app a ON "
                         "a.id = c.app WHERE c.text = ?1"};
constexpr statement upsert{"put_scan_code", "INSERT INTO scan_code (text, app, ends_at) VALUES (?1, ?2, ?3) "
                                            "ON CONFLICT (text) DO UPDATE SET app = ?2, ends_at = ?3"};
constexpr statement count{"count_scan_codes", "SELECT count(*) FROM scan_code WHERE app = ?1"};
constexpr statement drop_old{"drop_old_scan_codes", "DELETE FROM scan_code WHERE text IN (SELECT text FROM "
                                                    "scan_code WHERE ends_at < ?1 LIMIT ?2)"};

}  // namespace

std::optional<scan_code> find_scan_code(connection& sql, std::string_view text)
{
    return sql.first(find, {text}, [](const row& at) {
        return scan_code{{at.integer(0)}, std::string(at.text(1)), at.maybe_time(2)};
    });
}

void put_scan_code(transaction& in, std::string_view text, model::app_id app,
                   std::optional<base::instant> ends_at)
{
    in.sql.run(upsert, {text, app.value, time_or_null(ends_at)});
}

std::int64_t count_scan_codes(connection& sql, model::app_id app)
{
    return sql.number(count, {app.value}).value();
}

std::int64_t drop_old_scan_codes(transaction& in, base::instant ended_before, std::int64_t most)
{
    return in.sql.run(drop_old, {base::to_milliseconds(ended_before), most});
}

}  // namespace gatehouse::store
