// The bytes of one connection, plain or through TLS. All reading and writing of sockets passes through here.
// Nothing blocks.
#pragma once

#include "net/socket.hpp"
#include "net/tls_channel.hpp"
#include "net/transfer.hpp"

#include <chrono>
#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::net {

class stream {
public:
    // Plain where `tls` is null. Until the client's first byte TLS costs nothing.
    stream(socket connected, std::shared_ptr<const tls_context> tls,
           application_protocol inside = application_protocol::http);

    transferred receive(std::span<char> into);
    // Behind `later` the rest of the same bytes must come first, at least as many.
    transferred transmit(std::string_view bytes);
    // Whether receive() would answer `done` now.
    bool has_input();
    // False until a TLS handshake is done.
    bool is_open() const { return !hello_for_ && (!channel_ || channel_->is_established()); }
    // Part of a TLS record has come, and nothing of it can be shown.
    bool is_midway() const { return channel_ && channel_->is_midway(); }
    // The connection is broken once bytes were not acknowledged for so long, or a full client took none.
    void give_up_unacknowledged(std::chrono::milliseconds after);
    // What was transmitted still goes out, then the end. After `later` it is called again.
    transfer end_output();
    void close();

    int descriptor() const { return socket_.descriptor(); }
    // Whether receive() has something that the socket no longer tells of.
    bool holds_input() const { return channel_ && channel_->has_input(); }
    // What the descriptor must be ready for until a call is worth another try.
    readiness to_receive() const { return channel_ ? channel_->to_receive() : readiness::input; }
    readiness to_transmit() const
    {
        const readiness plain = hello_for_ ? readiness::input : readiness::output;
        return channel_ ? channel_->to_transmit() : plain;
    }

private:
    transfer greet();

    socket socket_;
    std::shared_ptr<const tls_context> hello_for_;  // until the first byte
    application_protocol inside_;
    std::unique_ptr<tls_channel> channel_;
};

}  // namespace gatehouse::net
