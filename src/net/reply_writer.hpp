// Writes a reply as it goes out: one function, one string.
#pragma once

#include "net/http.hpp"

#include <string>
#include <string_view>

namespace gatehouse::net {

struct reply_shape {
    bool is_head = false;          // the answer to HEAD: no body, but its length
    bool closes = false;           // Connection: close
    bool is_http_1_0 = false;      // kept alive only by saying so
    std::string_view fixed_lines;  // complete header lines that every answer carries
    bool goes_on = false;          // the body comes later, and nobody knows its length
};

// False, and nothing written, when a header value could break out of its line.
bool append_reply(std::string& out, const reply& what, const reply_shape& shape);

// "name: value\r\n"; for the fixed lines. False when it could break out of its line.
bool append_header(std::string& out, std::string_view name, std::string_view value);

// "Date: Tue, 24 Nov 2026 08:00:00 GMT\r\n" for a time in seconds since 1970.
void append_date(std::string& out, std::int64_t seconds);

}  // namespace gatehouse::net
