// The bytes of one connection, plain or through TLS. All reading and writing of sockets passes through here.
// Nothing blocks.
#pragma once

#include "net/tls_channel.hpp"
#include "net/transfer.hpp"

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>

#include <chrono>
#include <memory>
#include <span>
#include <string_view>

namespace gatehouse::net {

// With the executor's concrete type, Asio need not ask for it at run time.
using tcp_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

class stream {
public:
    // Plain where `tls` is null. Until the client's first byte TLS costs nothing.
    stream(tcp_socket socket, std::shared_ptr<const tls_context> tls);

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
    // Waits that are outstanding complete with an error.
    void close();

    // Until the call is worth another try.
    template <class Handler>
    void wait_to_receive(Handler handler)
    {
        if (channel_ && channel_->has_input())
            boost::asio::post(socket_.get_executor(), [handler = std::move(handler)]() mutable {
                handler(boost::system::error_code());
            });
        else
            wait(channel_ ? channel_->to_receive() : readiness::input, std::move(handler));
    }
    template <class Handler>
    void wait_to_transmit(Handler handler)
    {
        const readiness plain = hello_for_ ? readiness::input : readiness::output;
        wait(channel_ ? channel_->to_transmit() : plain, std::move(handler));
    }

private:
    template <class Handler>
    void wait(readiness what, Handler handler)
    {
        socket_.async_wait(what == readiness::input ? tcp_socket::wait_read : tcp_socket::wait_write,
                           std::move(handler));
    }
    transfer greet();

    tcp_socket socket_;
    std::shared_ptr<const tls_context> hello_for_;  // until the first byte
    std::unique_ptr<tls_channel> channel_;
};

}  // namespace gatehouse::net
