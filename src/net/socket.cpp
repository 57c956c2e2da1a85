#include "net/socket.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>

namespace gatehouse::net {
namespace {

void require(bool succeeded, const char* during)
{
    if (!succeeded)
        throw boost::system::system_error(errno, boost::system::system_category(), during);
}

void set(const socket& of, int level, int option)
{
    const int yes = 1;
    require(::setsockopt(of.descriptor(), level, option, &yes, sizeof yes) == 0, "setsockopt");
}

}  // namespace

void socket::close() noexcept
{
    if (const int open = std::exchange(descriptor_, -1); open >= 0)
        ::close(open);  // released whatever is reported
}

socket bind_socket(const boost::asio::ip::tcp::endpoint& address, bool shares_port)
{
    socket made(::socket(address.data()->sa_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    require(static_cast<bool>(made), "socket");
    set(made, SOL_SOCKET, SO_REUSEADDR);
    if (shares_port)
        set(made, SOL_SOCKET, SO_REUSEPORT);
    set(made, IPPROTO_TCP, TCP_NODELAY);  // connections inherit it (Linux)
    if (address.address().is_v6())
        set(made, IPPROTO_IPV6, IPV6_V6ONLY);
    require(::bind(made.descriptor(), address.data(), static_cast<socklen_t>(address.size())) == 0, "bind");
    return made;
}

boost::asio::ip::tcp::endpoint local_address(const socket& of)
{
    boost::asio::ip::tcp::endpoint found;
    auto size = static_cast<socklen_t>(found.capacity());
    require(::getsockname(of.descriptor(), found.data(), &size) == 0, "getsockname");
    found.resize(size);
    return found;
}

}  // namespace gatehouse::net
