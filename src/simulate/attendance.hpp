// A month of attendance, told after the event: people under rules, their punches by the gateway of apps, some
// of them troublesome, and what each of them must sum up to.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct attendance_month {
    std::string url = "http://127.0.0.1:8080";
    std::string certificate;  // a PEM file that an https server is trusted by; empty: the system's
    std::string provision;    // the file with the app and its organization
    std::int64_t people = 200;
    std::int64_t days = 30;
    std::int64_t lines = 4;       // connections
    std::int64_t patience = 120;  // seconds until the sums must be right, after the last punch
    std::uint64_t seed = 7;       // other people, other troubles
};

// The exit code: 0 when every punch was taken and everybody's sums are what their days must give.
int tell(const attendance_month& what);

// Adds `simulate attendance`, whose exit code goes to `code`.
void add_attendance(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
