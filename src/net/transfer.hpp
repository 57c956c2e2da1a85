// How one try to move bytes over a connection ended. Nothing blocks.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gatehouse::net {

enum class transfer : std::uint8_t {
    done,        // some bytes (receive), all bytes (transmit)
    later,       // the socket is not ready; `bytes` may still have gone out
    over,        // end of input, or the connection is broken
    unencrypted  // the first byte on a TLS listener is not one of TLS: the connection is plain from here on
};

struct transferred {
    transfer how = transfer::over;
    std::size_t bytes = 0;
};

// What a socket must be ready for.
enum class readiness : std::uint8_t { input, output };

}  // namespace gatehouse::net
