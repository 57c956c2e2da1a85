// The server's side of TLS on one connected socket, by OpenSSL on the descriptor itself: no buffer of ours
// between, and at rest none of OpenSSL's. The handshake happens inside the first calls.
#pragma once

#include "net/tls_context.hpp"
#include "net/transfer.hpp"

#include <memory>
#include <span>
#include <string_view>

struct ssl_st;  // OpenSSL's SSL

namespace gatehouse::net {

class tls_channel {
public:
    // `socket` does not block and outlives the channel. The process ignores SIGPIPE.
    tls_channel(const tls_context& with, application_protocol inside, int socket);

    transferred receive(std::span<char> into);
    // Behind `later` the rest of the same bytes must come first, at least as many: a part of a record may be
    // on its way.
    transferred transmit(std::string_view bytes);
    // Says that nothing more comes (close_notify). After `later` it is called again.
    transfer end_output();

    // What the socket must be ready for before the next call is worth it.
    readiness to_receive() const { return to_receive_; }
    readiness to_transmit() const { return to_transmit_; }

    bool is_established() const;
    // receive() has something to say without the socket.
    bool has_input() const { return has_input_; }
    // Part of a record has come, and nothing of it can be shown.
    bool is_midway() const;

private:
    struct release {
        void operator()(ssl_st* connection) const;
    };

    transfer failed(int code, readiness& waits_for);

    std::unique_ptr<ssl_st, release> connection_;
    readiness to_receive_ = readiness::input;
    readiness to_transmit_ = readiness::output;
    bool has_input_ = false;
    bool is_broken_ = false;
    bool is_ended_ = false;
};

}  // namespace gatehouse::net
