// Readers of a kindergarten that live a day: what `make demo` shows, and a load for whoever tries the server.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct beiliao_day {
    std::string url = "http://127.0.0.1:8080";
    std::string provision;  // the file that names client, licence and organization
    std::int64_t readers = 2;
    std::int64_t children = 40;
    std::int64_t seconds = 0;  // 0: until SIGTERM or SIGINT
    double speed = 1.0;        // taps a second of each reader, on average
    std::uint64_t seed = 1;
};

// The exit code: 0 when every answer was the one that was due.
int live(const beiliao_day& what);

// Adds `simulate beiliao`, whose exit code goes to `code`.
void add_beiliao(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
