// bench_sqlite_commit DATABASE COUNT [ROWS] < SCHEMA: the least a durable punch can cost with SQLite. One
// thread, COUNT commits of one row or so many, WAL, synchronous=FULL, the server's own table and indexes.
#include "bench/percentiles.hpp"

#include <sqlite3.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

using namespace gatehouse::bench;

void must(sqlite3* database, int code, int expected = SQLITE_OK)
{
    if (code != expected)
        throw std::runtime_error(sqlite3_errmsg(database));
}

sqlite3* open(const char* file)
{
    sqlite3* database = nullptr;
    must(database, sqlite3_open(file, &database));
    const std::string schema{std::istreambuf_iterator<char>(std::cin), {}};
    for (const char* each : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", schema.c_str()})
        must(database, sqlite3_exec(database, each, nullptr, nullptr, nullptr));
    return database;
}

std::int64_t rows(sqlite3* database)
{
    sqlite3_stmt* count = nullptr;
    must(database, sqlite3_prepare_v2(database, "SELECT count(*) FROM punch", -1, &count, nullptr));
    must(database, sqlite3_step(count), SQLITE_ROW);
    const std::int64_t found = sqlite3_column_int64(count, 0);
    sqlite3_finalize(count);
    return found;
}

void measure(const char* file, int count, int rows_each)
{
    sqlite3* const database = open(file);
    const std::int64_t first = rows(database);
    sqlite3_stmt* insert = nullptr;
    must(database,
         sqlite3_prepare_v3(database,
                            "INSERT INTO punch (device_second, organization, presented, source, method,"
                            " device, device_millisecond, correction, received_at, marks)"
                            " VALUES (?1, 1, ?2, 1, 1, 0, 0, 0, ?1 * 1000, 0)",
                            -1, SQLITE_PREPARE_PERSISTENT, &insert, nullptr));
    std::vector<duration> taken;
    for (std::int64_t row = first; row != first + std::int64_t{count} * rows_each;) {
        const auto begun = std::chrono::steady_clock::now();
        if (rows_each > 1)
            must(database, sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr));
        for (int i = 0; i != rows_each; ++i, ++row) {
            sqlite3_bind_int64(insert, 1, 1'700'000'000 + row / 2000);
            sqlite3_bind_int64(insert, 2, row * 1237 % 2000);
            must(database, sqlite3_step(insert), SQLITE_DONE);
            must(database, sqlite3_reset(insert));
        }
        if (rows_each > 1)
            must(database, sqlite3_exec(database, "COMMIT", nullptr, nullptr, nullptr));
        taken.push_back(std::chrono::steady_clock::now() - begun);
    }
    sqlite3_finalize(insert);
    must(database, sqlite3_close(database));
    print_percentiles(std::move(taken));
}

}  // namespace

int main(int argc, char** argv)
{
    const int rows_each = argc == 4 ? std::atoi(argv[3]) : 1;
    if (argc < 3 || std::atoi(argv[2]) <= 0 || rows_each <= 0)
        return 2;
    try {
        measure(argv[1], std::atoi(argv[2]), rows_each);
        return 0;
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_sqlite_commit: %s\n", fault.what());
        return 1;
    }
}
