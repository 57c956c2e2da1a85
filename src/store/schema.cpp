#include "store/schema.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace gatehouse::store {
namespace {

constexpr statement make_table{
    "make_schema_migration",
    "CREATE TABLE IF NOT EXISTS schema_migration (number INTEGER PRIMARY KEY, name TEXT "
    "NOT NULL)"};
constexpr statement newest{"newest_migration", "SELECT coalesce(max(number), 0) FROM schema_migration"};
constexpr statement record{"record_migration", "INSERT INTO schema_migration (number, name) VALUES (?1, ?2)"};

}  // namespace

std::int64_t schema_of(connection& sql)
{
    return sql.number(newest).value_or(0);
}

std::int64_t newest_schema()
{
    std::int64_t known = 0;
    for (const migration& m : migrations())
        known = std::max<std::int64_t>(known, m.number);
    return known;
}

int migrate(connection& sql, std::string_view dialect)
{
    sql.begin_write();
    sql.run(make_table);
    const std::int64_t done = schema_of(sql);
    sql.commit();

    const std::int64_t known = newest_schema();
    std::vector<migration> wanted;
    for (const migration& m : migrations())
        if (m.number > done && (m.dialect.empty() || m.dialect == dialect))
            wanted.push_back(m);
    if (done > known)
        throw failure("the database is of a newer version (schema " + std::to_string(done) +
                      ") than this program (schema " + std::to_string(known) + ")");
    for (const migration& m : wanted) {
        sql.begin_write();
        try {
            sql.run_script(m.sql);
            sql.run(record, {std::int64_t{m.number}, m.name});
            sql.commit();
        } catch (...) {
            sql.rollback();
            throw;
        }
    }
    return static_cast<int>(wanted.size());
}

}  // namespace gatehouse::store
