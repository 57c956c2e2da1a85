// The bytes of one connection. All reading and writing of sockets passes through here, so that TLS can be
// laid under it. Nothing blocks.
#pragma once

#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <chrono>
#include <cstddef>
#include <span>
#include <string_view>

namespace gatehouse::net {

// With the executor's concrete type, Asio need not ask for it at run time.
using tcp_socket =
    boost::asio::basic_stream_socket<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

enum class transfer : std::uint8_t {
    done,   // some bytes (receive), all bytes (transmit)
    later,  // the socket is not ready; `bytes` may still have gone out
    over    // end of input, or the connection is broken
};

struct transferred {
    transfer how = transfer::over;
    std::size_t bytes = 0;
};

class stream {
public:
    explicit stream(tcp_socket socket) : socket_(std::move(socket)) {}

    transferred receive(std::span<char> into);
    transferred transmit(std::string_view bytes);
    // Whether receive() would answer `done` now.
    bool has_input();
    // The connection is broken once bytes were not acknowledged for so long, or a full client took none.
    void give_up_unacknowledged(std::chrono::milliseconds after);
    // What was transmitted still goes out, then the end.
    void end_output();
    // Waits that are outstanding complete with an error.
    void close();

    template <class Handler>
    void wait(tcp_socket::wait_type readiness, Handler handler)
    {
        socket_.async_wait(readiness, std::move(handler));
    }

private:
    tcp_socket socket_;
};

}  // namespace gatehouse::net
