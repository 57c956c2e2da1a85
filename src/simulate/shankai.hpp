// A property management's software and the gates of its communities that live a day.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct shankai_day {
    std::string url = "http://127.0.0.1:8080";
    std::string certificate;  // a PEM file that an https server is trusted by; empty: the system's
    std::string provision;    // the file that names the client
    std::int64_t gates = 2;
    std::int64_t doors = 2;  // of each community
    std::int64_t residents = 20;
    std::int64_t seconds = 0;  // 0: until SIGTERM or SIGINT
    double speed = 1.0;        // deeds a second of each gate, on average
    std::uint64_t seed = 1;
};

// The exit code: 0 when every answer was the one that was due.
int live(const shankai_day& what);

// Adds `simulate shankai`, whose exit code goes to `code`.
void add_shankai(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
