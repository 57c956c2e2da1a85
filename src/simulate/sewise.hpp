// A school platform that pushes its roster: once by single calls, once by the bulk form.
#pragma once

#include <cstdint>
#include <string>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::simulate {

struct sewise_sync {
    std::string url = "http://127.0.0.1:8080";
    std::string certificate;  // a PEM file; empty: the system's
    std::string provision;    // the provisioning file with the client
    std::string form = "both";
    std::int64_t pupils = 3000;
    std::int64_t classes = 60;
    std::int64_t first_id = 1;  // of the school; other ids follow from it
};

// The exit code.
int sync(const sewise_sync& what);

// Adds `simulate sewise`.
void add_sewise(CLI::App& to, int& code);

}  // namespace gatehouse::simulate
