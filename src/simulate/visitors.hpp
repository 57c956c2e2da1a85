// Visitors who apply, are let in or not, sign in at a kiosk and pass a gate.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct visitor_day {
    std::string url = "http://127.0.0.1:8080";
    std::string certificate;  // a PEM file that an https server is trusted by; empty: the system's
    std::string provision;    // the file that names the site, its staff and its keys
    std::int64_t parties = 2;
    std::int64_t seconds = 0;  // 0: until SIGTERM or SIGINT
    double speed = 1.0;        // calls a second of each party, on average
    std::uint64_t seed = 1;
};

// The exit code: 0 when every answer was the one that was due.
int live(const visitor_day& what);

// Adds `simulate visitors`, whose exit code goes to `code`.
void add_visitors(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
