// The vendors' interfaces that the server speaks: one row each, and nothing else of the program names one.
#pragma once

#include "app/settings.hpp"
#include "endpoint/openapi.hpp"
#include "endpoint/route.hpp"

#include <span>
#include <string_view>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library's name
class App;
}

namespace gatehouse::app {

struct interface_row {
    std::string_view name;
    std::span<const endpoint::route> (*routes)();
    const endpoint::api_document& (*document)();
    // Lets it be spoken over plain HTTP outside loopback; null where its document has it so.
    bool settings::*plain_http;
    // Adds `simulate <name>`, whose exit code goes to `code`; null: there is none.
    void (*add_simulation)(CLI::App& to, int& code);
};

std::span<const interface_row> interfaces();

// Our own API's, the interfaces' and the pages'.
std::vector<endpoint::route> all_routes(const settings& chosen);
std::vector<const endpoint::api_document*> all_documents();

}  // namespace gatehouse::app
