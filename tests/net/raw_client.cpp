#include "net/raw_client.hpp"

#include "net/ascii.hpp"
#include "net/tcp_segments.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace gatehouse::net::test {

transport transport_of_run()
{
    const char* const wanted = std::getenv("GATEHOUSE_TEST_TRANSPORT");
    return wanted && std::string_view(wanted) == "tls" ? transport::tls : transport::plain;
}

raw_client::raw_client(const boost::asio::ip::tcp::endpoint& server, int receive_buffer, transport over,
                       const tls_offer& offer)
    : socket_(::socket(server.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{60, 0};
    const int yes = 1;
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    if (receive_buffer > 0)
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (::connect(socket_, server.data(), static_cast<socklen_t>(server.size())) != 0) {
        ::close(socket_);
        throw std::runtime_error("cannot connect");
    }
    if (over == transport::tls) {
        std::signal(SIGPIPE, SIG_IGN);
        ::fcntl(socket_, F_SETFL, O_NONBLOCK);
        tls_ = std::make_unique<tls_client>(socket_, offer);
        tls_->shake_hands();
    }
}

raw_client::raw_client(raw_client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
      tls_(std::move(other.tls_)),
      received_(std::move(other.received_)),
      was_reset_(other.was_reset_)
{}

raw_client::~raw_client()
{
    if (socket_ >= 0)
        ::close(socket_);
}

bool raw_client::send(std::string_view bytes)
{
    if (tls_)
        return tls_->write(bytes);
    while (!bytes.empty()) {
        const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0)
            return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void raw_client::end_output()
{
    if (tls_)
        tls_->end_output();
    ::shutdown(socket_, SHUT_WR);
}

void raw_client::abort()
{
    const linger none{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    ::close(std::exchange(socket_, -1));
}

unsigned raw_client::segments_received() const
{
    return data_segments_received(socket_);
}

bool raw_client::has_news()
{
    if (!received_.empty())
        return true;
    if (tls_)
        return tls_->has_news();
    char byte = 0;
    return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) >= 0 || errno != EAGAIN;
}

boost::asio::ip::tcp::endpoint raw_client::local() const
{
    boost::asio::ip::tcp::endpoint address;
    socklen_t size = static_cast<socklen_t>(address.capacity());
    ::getsockname(socket_, address.data(), &size);
    address.resize(size);
    return address;
}

bool raw_client::fill_through_tls()
{
    const std::string got = tls_->read();
    received_.append(got);
    was_reset_ = tls_->how() == ending::reset;
    if (tls_->how() == ending::silent)
        ADD_FAILURE() << "nothing came for ten seconds";
    return !got.empty();
}

bool raw_client::fill()
{
    if (tls_)
        return fill_through_tls();
    std::array<char, 65536> chunk;
    const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count < 0 && errno == ECONNRESET)
        was_reset_ = true;
    else if (count < 0)
        ADD_FAILURE() << "nothing came for a minute";
    if (count <= 0)
        return false;
    received_.append(chunk.data(), static_cast<std::size_t>(count));
    return true;
}

std::optional<response> raw_client::read(bool is_head)
{
    std::size_t end = 0;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos)
        if (!fill())
            return std::nullopt;
    response got;
    got.head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    std::from_chars(got.head.data() + 9, got.head.data() + 12, got.status);
    std::size_t length = 0;
    const std::string announced = is_head ? "" : got.header("Content-Length");
    std::from_chars(announced.data(), announced.data() + announced.size(), length);
    while (received_.size() < length)
        if (!fill())
            return std::nullopt;
    got.body = received_.substr(0, length);
    received_.erase(0, length);
    return got;
}

std::string raw_client::read_until(std::string_view mark)
{
    std::size_t at = 0;
    while ((at = received_.find(mark)) == std::string::npos)
        if (!fill())
            return std::exchange(received_, {});
    std::string got = received_.substr(0, at + mark.size());
    received_.erase(0, got.size());
    return got;
}

std::string raw_client::read_to_end()
{
    while (fill()) {}
    return std::exchange(received_, {});
}

std::string raw_client::read_some()
{
    if (received_.empty())
        fill();
    return std::exchange(received_, {});
}

bool raw_client::is_at_end()
{
    return received_.empty() && !fill() && !was_reset_ && (!tls_ || tls_->how() == ending::orderly);
}

std::string response::header(std::string_view name) const
{
    std::string_view rest = head;
    while (!rest.empty()) {
        const std::string_view line = rest.substr(0, rest.find("\r\n"));
        rest.remove_prefix(line.size() + 2);
        const std::size_t colon = line.find(':');
        if (colon != std::string_view::npos && same_ignoring_case(line.substr(0, colon), name))
            return std::string(line.substr(colon + 2));
    }
    return {};
}

}  // namespace gatehouse::net::test
