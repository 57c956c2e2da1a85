#include "net/stream.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>

namespace gatehouse::net {
namespace {

transfer after_failure()
{
    return errno == EAGAIN || errno == EWOULDBLOCK ? transfer::later : transfer::over;
}

}  // namespace

transferred stream::receive(std::span<char> into)
{
    ssize_t count = 0;
    do
        count = ::recv(socket_.native_handle(), into.data(), into.size(), MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return {after_failure(), 0};
    return {count == 0 ? transfer::over : transfer::done, static_cast<std::size_t>(count)};
}

transferred stream::transmit(std::string_view bytes)
{
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket_.native_handle(), bytes.data() + sent, bytes.size() - sent,
                                     MSG_DONTWAIT | MSG_NOSIGNAL);
        if (count >= 0)
            sent += static_cast<std::size_t>(count);
        else if (errno != EINTR)
            return {after_failure(), sent};
    }
    return {transfer::done, sent};
}

bool stream::has_input()
{
    char first = 0;
    return ::recv(socket_.native_handle(), &first, 1, MSG_DONTWAIT | MSG_PEEK) > 0;
}

void stream::give_up_unacknowledged(std::chrono::milliseconds after)
{
    const auto wait = static_cast<unsigned>(after.count());
    ::setsockopt(socket_.native_handle(), IPPROTO_TCP, TCP_USER_TIMEOUT, &wait, sizeof wait);
}

void stream::end_output()
{
    boost::system::error_code ignored;  // a connection that is gone already needs no end
    socket_.shutdown(tcp_socket::shutdown_send, ignored);
}

void stream::close()
{
    boost::system::error_code ignored;  // the descriptor is released whatever is reported
    socket_.close(ignored);
}

}  // namespace gatehouse::net
