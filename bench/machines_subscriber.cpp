// bench_machines_subscriber MQTT DATABASE ROWS < SCHEMA: what a site without Gatehouse would run behind a
// broker. It takes check-ins and inserts them into SQLite, synchronous=FULL: what has come is one
// transaction, whose messages are acknowledged after it. Says when it listens, and when so many rows are on
// disk.
#include "bench/machine.hpp"

#include <boost/json.hpp>

#include <sqlite3.h>
#include <sys/poll.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <iostream>
#include <iterator>

namespace {

using namespace gatehouse::bench;
using namespace gatehouse;

void must(sqlite3* database, int code, int expected = SQLITE_OK)
{
    if (code != expected)
        throw std::runtime_error(sqlite3_errmsg(database));
}

class table {
public:
    table(const char* file, const std::string& schema)
    {
        must(database_, sqlite3_open(file, &database_));
        for (const char* each : {"PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL", schema.c_str()})
            run(each);
        must(database_,
             sqlite3_prepare_v3(database_,
                                "INSERT INTO punch (device_second, organization, presented, source, method,"
                                " device, device_millisecond, correction, received_at, marks)"
                                " VALUES (?1, 1, ?2, 1, 1, ?3, 0, 0, ?1 * 1000, 0) ON CONFLICT DO NOTHING",
                                -1, SQLITE_PREPARE_PERSISTENT, &insert_, nullptr));
    }

    void run(const char* sql) { must(database_, sqlite3_exec(database_, sql, nullptr, nullptr, nullptr)); }

    void add(std::int64_t second, std::int64_t person, std::int64_t device)
    {
        sqlite3_bind_int64(insert_, 1, second);
        sqlite3_bind_int64(insert_, 2, person);
        sqlite3_bind_int64(insert_, 3, device);
        must(database_, sqlite3_step(insert_), SQLITE_DONE);
        must(database_, sqlite3_reset(insert_));
    }

private:
    sqlite3* database_ = nullptr;
    sqlite3_stmt* insert_ = nullptr;
};

int measure(const char* address, const char* file, std::size_t most)
{
    table rows(file, {std::istreambuf_iterator<char>(std::cin), {}});
    site nobody;
    nobody.model = "subscriber";
    machine line(address, nobody, "subscriber");
    line.subscribe("device");
    line.never_block();
    std::printf("{\"listens\": true}\n");
    std::fflush(stdout);
    const auto digits_of = [](const boost::json::string& text) {
        return std::strtoll(
            text.c_str() + (text.find('_') == std::string_view::npos ? 0 : text.find('_') + 1), nullptr, 10);
    };
    std::size_t stored = 0;
    while (stored < most) {
        pollfd wanted{line.descriptor(), POLLIN, 0};
        poll(&wanted, 1, 10'000);
        rows.run("BEGIN IMMEDIATE");
        line.receive([&](const gateway::packet& what) {
            const auto& message = std::get<gateway::publish>(what);
            const auto read = boost::json::parse(message.payload);
            const std::int64_t device = digits_of(read.at("from").as_string());
            for (const auto& each : read.at("data").at("users").as_array()) {
                rows.add(each.at("time").as_int64(), digits_of(each.at("user_id").as_string()), device);
                ++stored;
            }
            line.queue(gateway::puback{message.id});
        });
        rows.run("COMMIT");
        line.flush();
    }
    std::printf("{\"rows\": %zu, \"at\": %.6f}\n", stored, seconds_now());
    return 0;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4)
        return 2;
    try {
        return measure(argv[1], argv[2], std::strtoul(argv[3], nullptr, 10));
    } catch (const std::exception& fault) {
        std::fprintf(stderr, "bench_machines_subscriber: %s\n", fault.what());
        return 1;
    }
}
