// Every bound the HTTP server keeps, in one place. The defaults are for a real site; tests shorten them.
#pragma once

#include <chrono>
#include <cstddef>

namespace gatehouse::net {

struct limits {
    using duration = std::chrono::milliseconds;

    // How long a client may take. Deadlines are kept on a tick: they come up to two ticks late, never early.
    duration tick{250};
    duration header{9'500};         // from a head's first byte to its last; then 408, within 10 s
    duration body_grace{10'000};    // for a body before its rate counts; then 408
    duration body_most{120'000};    // for any body; then 408
    duration idle{75'000};          // between requests; then closed without a word
    duration write_stall{30'000};   // without any byte taken by the client; then closed
    duration linger{5'000};         // for a client to notice that we have closed
    std::size_t least_rate = 1024;  // bytes a second, both ways, once the grace is over

    std::size_t connections = 0;            // 0: what RLIMIT_NOFILE allows less a reserve, at most 19,000
    std::size_t per_source = 0;             // connections of one address (IPv6: one /64); 0: any number
    std::size_t body_memory = 256u << 20;   // bytes of unfinished bodies, all connections together; then 503
    std::size_t feed_waiting = 256u << 10;  // bytes of a feed that its client does not read; then cut off
    std::size_t linger_bytes = 16u << 20;   // read and dropped behind a last answer

    // Stopping: how long new connections are still taken out of the queue and idle ones may still ask, so
    // that what is on its way is answered, before listeners and idle connections are closed.
    duration drain{250};
};

}  // namespace gatehouse::net
