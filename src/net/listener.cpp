#include "net/listener.hpp"

#include <boost/asio/ip/v6_only.hpp>

#include <linux/filter.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>

namespace gatehouse::net {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

constexpr int waiting_connections = 4096;

using shared_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;

}  // namespace

void require_unused(const tcp::endpoint& address)
{
    asio::io_context context;
    tcp::acceptor probe(context, address.protocol());
    probe.set_option(tcp::acceptor::reuse_address(true));
    if (address.address().is_v6())
        probe.set_option(asio::ip::v6_only(true));
    probe.bind(address);
}

listener::listener(asio::io_context& context, const listen_address& at)
    : context_(context),
      acceptor_(context, at.address.protocol()),
      tls_(at.tls),
      facts_{at.tls != nullptr, at.address.address().is_loopback()}
{
    acceptor_.set_option(acceptor::reuse_address(true));
    acceptor_.set_option(shared_port(true));
    // Connections inherit it (Linux).
    acceptor_.set_option(tcp::no_delay(true));
    if (at.address.address().is_v6())
        acceptor_.set_option(asio::ip::v6_only(true));
    acceptor_.non_blocking(true);
    acceptor_.bind(at.address);
    acceptor_.listen(waiting_connections);
}

listener::accepted listener::accept()
{
    tcp::endpoint from;
    boost::system::error_code error;
    tcp_socket socket = acceptor_.accept(context_, from, error);
    if (!error)
        return {outcome::taken, std::move(socket), {from.address(), from.port()}};
    // All else is about descriptors or memory: trying again at once would only burn the processor.
    return {error == asio::error::would_block ? outcome::none_left : outcome::exhausted, std::nullopt, {}};
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
    ::setsockopt(acceptor_.native_handle(), SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

void listener::close()
{
    boost::system::error_code ignored;  // the descriptor is released whatever is reported
    acceptor_.close(ignored);
}

}  // namespace gatehouse::net
