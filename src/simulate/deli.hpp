// Deli's attendance machines that live a day, condensed.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct deli_day {
    std::string url = "http://127.0.0.1:8080";
    std::string mqtt;         // tcp://HOST:PORT, ssl://HOST:PORT; empty: the server is asked
    std::string certificate;  // a PEM file that an https server is trusted by; empty: the system's
    std::string provision;    // the file with the machines
    bool is_app = false;      // the app's webhook is listened at, too
    std::int64_t devices = 3;
    std::int64_t people = 20;
    std::int64_t days = 0;     // of each machine, then it ends; 0: any number
    std::int64_t seconds = 0;  // 0: until SIGTERM or SIGINT
    double speed = 1.0;        // deeds a second of each machine, on average
    std::uint64_t seed = 1;
};

// The exit code: 0 when every answer was the one that was due, and what was acknowledged stands, once.
int live(const deli_day& what);

// Adds `simulate deli`, whose exit code goes to `code`.
void add_deli(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
