#include "net/stream.hpp"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <utility>

namespace gatehouse::net {
namespace {

constexpr char handshake_record = 22;  // RFC 8446, 5.1

transfer after_failure()
{
    return errno == EAGAIN || errno == EWOULDBLOCK ? transfer::later : transfer::over;
}

}  // namespace

stream::stream(socket connected, std::shared_ptr<const tls_context> tls, application_protocol inside)
    : socket_(std::move(connected)),
      hello_for_(std::move(tls)),
      inside_(inside)
{}

// Looks at the first byte of a client that shall speak TLS; `done` when it does.
transfer stream::greet()
{
    char first = 0;
    const ssize_t count = ::recv(socket_.descriptor(), &first, 1, MSG_DONTWAIT | MSG_PEEK);
    if (count <= 0)
        return count < 0 ? after_failure() : transfer::over;
    const auto tls = std::exchange(hello_for_, nullptr);
    if (first != handshake_record)
        return transfer::unencrypted;
    channel_ = std::make_unique<tls_channel>(*tls, inside_, socket_.descriptor());
    return transfer::done;
}

transferred stream::receive(std::span<char> into)
{
    if (hello_for_)
        if (const transfer how = greet(); how != transfer::done)
            return {how, 0};
    if (channel_)
        return channel_->receive(into);
    ssize_t count = 0;
    do
        count = ::recv(socket_.descriptor(), into.data(), into.size(), MSG_DONTWAIT);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return {after_failure(), 0};
    return {count == 0 ? transfer::over : transfer::done, static_cast<std::size_t>(count)};
}

transferred stream::transmit(std::string_view bytes)
{
    if (hello_for_)
        if (const transfer how = greet(); how == transfer::later || how == transfer::over)
            return {how, 0};
    if (channel_)
        return channel_->transmit(bytes);
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        const ssize_t count = ::send(socket_.descriptor(), bytes.data() + sent, bytes.size() - sent,
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
    if (holds_input())
        return true;
    char first = 0;
    return ::recv(socket_.descriptor(), &first, 1, MSG_DONTWAIT | MSG_PEEK) > 0;
}

void stream::give_up_unacknowledged(std::chrono::milliseconds after)
{
    const auto wait = static_cast<unsigned>(after.count());
    ::setsockopt(socket_.descriptor(), IPPROTO_TCP, TCP_USER_TIMEOUT, &wait, sizeof wait);
}

transfer stream::end_output()
{
    if (channel_)
        if (channel_->end_output() == transfer::later)
            return transfer::later;
    ::shutdown(socket_.descriptor(), SHUT_WR);  // a connection that is gone already needs no end
    return transfer::done;
}

void stream::close()
{
    if (channel_)
        channel_->end_output();  // as far as the socket takes it
    channel_.reset();
    socket_.close();
}

}  // namespace gatehouse::net
