// What answers in an interface's own envelope have in common.
#pragma once

#include "base/error.hpp"
#include "net/http.hpp"

#include <chrono>

namespace gatehouse::endpoint {

// An answer of JSON, still without a body; kept nowhere.
net::reply json_reply();

// What a refusal before any handler means: our fault, or a request that cannot be read.
base::errc errc_of(unsigned status);
// A refusal that HTTP is told of as well; 503 asks to come again in a second.
net::reply under_status(net::reply refusal, unsigned status);
// 429, with how long to wait.
net::reply slowed(net::reply refusal, std::chrono::seconds wait);

}  // namespace gatehouse::endpoint
