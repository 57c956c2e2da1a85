// Every bound the gateway keeps, in one place. The defaults are for a real site; tests shorten them.
#pragma once

#include "gateway/conversation.hpp"

#include <chrono>
#include <cstddef>

namespace gatehouse::gateway {

struct limits {
    using duration = std::chrono::milliseconds;

    // Deadlines are kept on a tick: they come up to two ticks late, never early.
    duration tick{250};
    duration connect{9'500};  // from the first moment to a CONNECT, with the handshake of TLS; within 10 s
    duration write_stall{30'000};   // without any byte taken by the client; then closed
    duration linger{5'000};         // for a client to notice that we have closed
    std::size_t least_rate = 1024;  // bytes a second that a client takes, behind the stall

    std::size_t packet = 1u << 20;            // bytes, fixed header and all
    std::size_t connect_packet = 16u << 10;   // of a CONNECT: nobody knows yet who speaks
    std::size_t unsent = 1u << 20;            // bytes that a client does not take; then closed
    std::size_t unsent_to_pause = 64u << 10;  // from here on nothing more is read from it
    std::size_t down_waiting = 1u << 20;      // bytes of down-links that wait for one device

    std::size_t connections = 0;           // 0: what RLIMIT_NOFILE allows less a reserve
    std::size_t per_source = 0;            // connections of one address (IPv6: one /64); 0: any number
    std::size_t memory = 256u << 20;       // bytes of unfinished packets, all connections together
    std::size_t linger_bytes = 16u << 20;  // read and dropped behind the end

    // Stopping: how long new connections are still taken out of the queue.
    duration drain{250};

    conversation_rules rules{};
};

}  // namespace gatehouse::gateway
