#include "bench/connection.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdint>
#include <stdexcept>
#include <utility>

namespace gatehouse::bench {

namespace {

sockaddr_in read_address(std::string_view text)
{
    const auto colon = text.rfind(':');
    std::uint16_t port = 0;
    sockaddr_in address{};
    address.sin_family = AF_INET;
    if (colon == std::string_view::npos ||
        std::from_chars(text.data() + colon + 1, text.data() + text.size(), port).ec != std::errc{} ||
        inet_pton(AF_INET, std::string(text.substr(0, colon)).c_str(), &address.sin_addr) != 1)
        throw std::runtime_error("not an address and port: " + std::string(text));
    address.sin_port = htons(port);
    return address;
}

// The servers measured here all name the length; one of them writes it in lower case.
std::size_t content_length(std::string_view head)
{
    for (const std::string_view name : {"Content-Length: ", "content-length: "}) {
        const auto at = head.find(name);
        if (at == std::string_view::npos)
            continue;
        const char* const first = head.data() + at + name.size();
        std::size_t length = 0;
        std::from_chars(first, head.data() + head.size(), length);
        return length;
    }
    throw std::runtime_error("the answer names no length");
}

}  // namespace

connection::connection(std::string_view address, bool over_tls) : socket_(::socket(AF_INET, SOCK_STREAM, 0))
{
    const sockaddr_in peer = read_address(address);
    const int on = 1;
    const timeval patience{10, 0};
    setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer) != 0) {
        if (socket_ >= 0)
            ::close(socket_);
        throw std::runtime_error("cannot connect to " + std::string(address));
    }
    if (over_tls)
        begin_tls();
}

void connection::begin_tls()
{
    static SSL_CTX* const context = SSL_CTX_new(TLS_client_method());
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
    tls_.reset(SSL_new(context));
    if (SSL_set_fd(tls_.get(), socket_) != 1 || SSL_connect(tls_.get()) != 1)
        throw std::runtime_error("no TLS handshake");
}

void connection::free_tls::operator()(ssl_st* tls) const
{
    SSL_free(tls);
}

long connection::write(std::string_view bytes)
{
    if (tls_)
        return SSL_write(tls_.get(), bytes.data(), static_cast<int>(bytes.size()));
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

long connection::read(char* into, std::size_t size)
{
    return tls_ ? SSL_read(tls_.get(), into, static_cast<int>(size)) : ::recv(socket_, into, size, 0);
}

connection::~connection()
{
    if (socket_ >= 0)
        ::close(socket_);
}

connection::connection(connection&& from) noexcept
    : socket_(std::exchange(from.socket_, -1)),
      tls_(std::move(from.tls_))
{}

void connection::send(std::string_view request)
{
    if (write(request) != static_cast<long>(request.size()))
        throw std::runtime_error("the request was not taken");
}

std::string connection::receive(std::size_t count)
{
    std::string got;
    while (got.size() < count) {
        char piece[512];
        const long more = read(piece, std::min(sizeof piece, count - got.size()));
        if (more <= 0)
            throw std::runtime_error("no answer came");
        got.append(piece, static_cast<std::size_t>(more));
    }
    return got;
}

std::string connection::exchange(std::string_view request)
{
    send(request);
    std::string answer;
    std::size_t body_at = std::string::npos;
    std::size_t whole = 0;
    while (body_at == std::string::npos || answer.size() < whole) {
        char piece[8192];
        const long got = read(piece, sizeof piece);
        if (got <= 0)
            throw std::runtime_error("no whole answer came");
        answer.append(piece, static_cast<std::size_t>(got));
        if (body_at != std::string::npos)
            continue;
        if (const auto end = answer.find("\r\n\r\n"); end != std::string::npos) {
            body_at = end + 4;
            whole = body_at + content_length(std::string_view(answer).substr(0, body_at));
        }
    }
    return answer.substr(body_at);
}

bool connection::is_open() const
{
    char byte = 0;
    return ::recv(socket_, &byte, 1, MSG_PEEK | MSG_DONTWAIT) < 0 &&
           (errno == EAGAIN || errno == EWOULDBLOCK);
}

void connection::reset_when_closed() const
{
    const linger now{1, 0};
    setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
}

std::string post_request(std::string_view address, std::string_view target, std::string_view headers,
                         std::string_view body)
{
    std::string request = "POST ";
    request.append(target)
        .append(" HTTP/1.1\r\nHost: ")
        .append(address)
        .append("\r\n")
        .append(headers)
        .append("Content-Length: ")
        .append(std::to_string(body.size()))
        .append("\r\n\r\n")
        .append(body);
    return request;
}

std::string beiliao_request(std::string_view address, std::string_view body)
{
    return post_request(address, "/index.php", "Content-Type: application/x-www-form-urlencoded\r\n", body);
}

}  // namespace gatehouse::bench
