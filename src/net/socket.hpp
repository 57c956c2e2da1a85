// A socket that closes itself, and what the system says when it refuses.
#pragma once

#include <boost/asio/ip/tcp.hpp>

#include <utility>

namespace gatehouse::net {

class socket {
public:
    socket() = default;
    explicit socket(int descriptor) : descriptor_(descriptor) {}
    socket(socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    socket& operator=(socket&& other) noexcept
    {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    socket(const socket&) = delete;
    socket& operator=(const socket&) = delete;
    ~socket() { close(); }

    int descriptor() const { return descriptor_; }
    explicit operator bool() const { return descriptor_ >= 0; }
    void close() noexcept;

private:
    int descriptor_ = -1;
};

// A socket that nothing blocks on, bound to the address; it may share its port with others. Throws
// boost::system::system_error.
socket bind_socket(const boost::asio::ip::tcp::endpoint& address, bool shares_port);
boost::asio::ip::tcp::endpoint local_address(const socket& of);

}  // namespace gatehouse::net
