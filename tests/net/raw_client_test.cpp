#include "net/raw_client.hpp"

#include "net/ascii.hpp"
#include "net/tcp_segments.hpp"

#include <gtest/gtest.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace gatehouse::net::testing {

raw_client::raw_client(const boost::asio::ip::tcp::endpoint& server, int receive_buffer)
    : socket_(::socket(server.protocol().family(), SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    const timeval patience{10, 0};
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
}

raw_client::raw_client(raw_client&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)),
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

boost::asio::ip::tcp::endpoint raw_client::local() const
{
    boost::asio::ip::tcp::endpoint address;
    socklen_t size = static_cast<socklen_t>(address.capacity());
    ::getsockname(socket_, address.data(), &size);
    address.resize(size);
    return address;
}

bool raw_client::fill()
{
    std::array<char, 65536> chunk;
    const ssize_t count = ::recv(socket_, chunk.data(), chunk.size(), 0);
    if (count < 0 && errno == ECONNRESET)
        was_reset_ = true;
    else if (count < 0)
        ADD_FAILURE() << "nothing came for ten seconds";
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

bool raw_client::is_at_end()
{
    return received_.empty() && !fill() && !was_reset_;
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

TEST(a_response, finds_its_fields_in_any_case)
{
    const response got{200, "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-Profile: lab\r\n\r\n", "hello"};
    EXPECT_EQ(got.header("Content-Length"), "5");
    EXPECT_EQ(got.header("x-profile"), "lab");
    EXPECT_EQ(got.header("Date"), "");
}

}  // namespace gatehouse::net::testing
