#include "net/listener.hpp"

#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace gatehouse::net {
namespace {

constexpr int waiting_connections = 4096;

}  // namespace

void require_unused(const boost::asio::ip::tcp::endpoint& address)
{
    bind_socket(address, false);
}

listener::listener(poller& waits, const listen_address& at, std::function<void(listener&)> on_connections)
    : poller_(waits),
      on_connections_(std::move(on_connections)),
      socket_(bind_socket(at.address, true)),
      tls_(at.tls),
      facts_{at.tls != nullptr, at.address.address().is_loopback()}
{
    if (::listen(socket_.descriptor(), waiting_connections) != 0)
        throw boost::system::system_error(errno, boost::system::system_category(), "listen");
}

listener::~listener()
{
    close();
}

listener::accepted listener::accept()
{
    boost::asio::ip::tcp::endpoint from;
    for (;;) {
        auto size = static_cast<socklen_t>(from.capacity());
        socket taken(::accept4(socket_.descriptor(), from.data(), &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
        if (taken) {
            from.resize(size);
            return {outcome::taken, std::move(taken), {from.address(), from.port()}};
        }
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return {};
        // A connection that went away before it was taken is nobody's fault. All else is about descriptors or
        // memory: trying again at once would only burn the processor.
        if (errno != EINTR && errno != ECONNABORTED && errno != EPROTO)
            return {outcome::exhausted, socket(), {}};
    }
}

void listener::refuse_handshakes()
{
    // Offset 13 of the TCP header: SYN without ACK is dropped, everything else passes. Closing a listener
    // resets what its queue holds, so the queue must first be able to run empty. Where filters are forbidden,
    // a connection of the last millisecond may see a reset, as with any server.
    std::array<sock_filter, 5> program = {
        {BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 13), BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 0x12),
         BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0x02, 0, 1), BPF_STMT(BPF_RET | BPF_K, 0),
         BPF_STMT(BPF_RET | BPF_K, 0xffffffff)}};
    const sock_fprog filter{static_cast<unsigned short>(program.size()), program.data()};
    ::setsockopt(socket_.descriptor(), SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

void listener::close()
{
    poller_.forget(*this);
    socket_.close();
}

}  // namespace gatehouse::net
