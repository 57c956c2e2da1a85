#include "store/schema.hpp"

#include "store/durable_file.hpp"
#include "store/sqlite/sqlite_database.hpp"
#include "support/temporary_folder.hpp"

#include <gtest/gtest.h>

#include <set>
#include <vector>

namespace gatehouse::store {
namespace {

constexpr statement tables{"tables", "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"};
constexpr statement applied{"applied", "SELECT number FROM schema_migration ORDER BY number"};
constexpr statement from_the_future{"from_the_future",
                                    "INSERT INTO schema_migration (number, name) VALUES (9000, 'later')"};

std::set<std::string> tables_of(connection& sql)
{
    std::set<std::string> names;
    sql.each(tables, {}, [&names](const row& at) { names.emplace(at.text(0)); });
    return names;
}

std::vector<std::int64_t> applied_to(connection& sql)
{
    std::vector<std::int64_t> numbers;
    sql.each(applied, {}, [&numbers](const row& at) { numbers.push_back(at.integer(0)); });
    return numbers;
}

// The numbers that a fresh database of this engine gets.
std::vector<std::int64_t> for_sqlite()
{
    std::vector<std::int64_t> numbers;
    for (const migration& m : migrations())
        if (m.dialect.empty() || m.dialect == "sqlite")
            numbers.push_back(m.number);
    return numbers;
}

class schema : public testing::Test {
protected:
    const support::temporary_folder folder_;
    const std::filesystem::path file_ = folder_ / "gatehouse.sqlite";
};

TEST_F(schema, migrations_are_built_in_in_ascending_order)
{
    ASSERT_FALSE(migrations().empty());
    EXPECT_EQ(migrations().front().number, 1);
    for (std::size_t i = 1; i < migrations().size(); ++i)
        EXPECT_LE(migrations()[i - 1].number, migrations()[i].number);
    for (const migration& m : migrations())
        EXPECT_FALSE(m.sql.empty()) << m.name;
}

TEST_F(schema, a_fresh_database_runs_every_migration)
{
    const auto database = sqlite::open(file_);
    const auto sql = database->writer();
    EXPECT_EQ(migrate(*sql, "sqlite"), static_cast<int>(for_sqlite().size()));
    EXPECT_EQ(applied_to(*sql), for_sqlite());
    EXPECT_TRUE(tables_of(*sql).contains("organization"));
    EXPECT_TRUE(tables_of(*sql).contains("punch"));
    EXPECT_FALSE(sql->in_transaction());
}

TEST_F(schema, migrating_again_applies_nothing)
{
    const auto database = sqlite::open(file_);
    migrate(*database->writer(), "sqlite");
    const auto sql = database->writer();
    const auto before = tables_of(*sql);
    EXPECT_EQ(migrate(*sql, "sqlite"), 0);
    EXPECT_EQ(applied_to(*sql), for_sqlite());
    EXPECT_EQ(tables_of(*sql), before);
}

TEST_F(schema, a_newer_database_is_refused_with_nothing_written)
{
    const std::filesystem::path log = file_.string() + "-wal";
    {
        const auto database = sqlite::open(file_);
        const auto sql = database->writer();
        migrate(*sql, "sqlite");
        sql->begin_write();
        sql->run(from_the_future);
        sql->commit();
    }
    const auto database = sqlite::open(file_);
    const auto sql = database->writer();
    const auto logged = [&log] { return std::filesystem::exists(log) ? read_whole(log) : std::string(); };
    const std::string file_before = read_whole(file_);
    const std::string log_before = logged();
    EXPECT_THROW(migrate(*sql, "sqlite"), failure);
    EXPECT_EQ(read_whole(file_), file_before);
    EXPECT_EQ(logged(), log_before);
    EXPECT_FALSE(sql->in_transaction());
}

TEST_F(schema, what_another_dialect_needs_is_not_run)
{
    const auto database = sqlite::open(file_);
    const auto sql = database->writer();
    int common = 0;
    for (const migration& m : migrations())
        common += m.dialect.empty() ? 1 : 0;
    EXPECT_EQ(migrate(*sql, "no such engine"), common);
}

// A table that is made anew keeps what stood in it.
TEST_F(schema, inboxes_stand_as_they_were)
{
    const auto database = sqlite::open(file_);
    const auto sql = database->writer();
    for (const migration& m : migrations())
        if (m.number < 80 && (m.dialect.empty() || m.dialect == "sqlite"))
            sql->run_script(m.sql);
    sql->run_script(R"(
        INSERT INTO organization (id, kind, name, time_zone, status, created_at)
            VALUES (1, 'company', 'o', 'Asia/Shanghai', 'open', 0);
        INSERT INTO person (id, organization, name, role, status, created_at)
            VALUES (3, 1, 'p', 'employee', 'active', 0);
        INSERT INTO app (id, external, name, icon, webhook, address_book, sealed_key, created_at)
            VALUES (2, '37', 'a', '', '', 0, x'00', 0);
        INSERT INTO inbox_item (id, organization, app, task, priority, sealed, created_at)
            VALUES (7, 1, 2, 't', 2, x'01', 5);
        INSERT INTO inbox_place (person, item, read_at) VALUES (3, 7, 6);)");
    for (const migration& m : migrations())
        if (m.number == 80)
            sql->run_script(m.sql);
    const statement item{"item",
                         "SELECT app FROM inbox_item WHERE organization = 1 AND task = 't' AND id = 7"};
    const statement place{"place", "SELECT read_at FROM inbox_place WHERE person = 3 AND item = 7"};
    EXPECT_EQ(sql->number(item, {}), 2);
    EXPECT_EQ(sql->number(place, {}), 6);
    EXPECT_THROW(sql->run_script("INSERT INTO inbox_place (person, item) VALUES (3, 8)"), failure);
}

}  // namespace
}  // namespace gatehouse::store
