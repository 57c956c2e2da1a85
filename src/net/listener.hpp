// One listening socket of one I/O thread; SO_REUSEPORT lets each thread have its own for the same address.
#pragma once

#include "net/http.hpp"
#include "net/stream.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>

#include <memory>
#include <optional>

namespace gatehouse::net {

struct listen_address {
    boost::asio::ip::tcp::endpoint address;  // port 0: a free one
    const tls_identity* tls = nullptr;       // plain without; outlives the server
};

class listener {
public:
    enum class outcome : std::uint8_t { taken, none_left, exhausted };
    struct accepted {
        outcome how = outcome::none_left;
        std::optional<tcp_socket> socket;
        peer source;
    };

    // Throws boost::system::system_error when the address cannot be had, also when another process that
    // shares its port listens there already.
    listener(boost::asio::io_context& context, const listen_address& at);

    boost::asio::ip::tcp::endpoint local() const { return acceptor_.local_endpoint(); }
    const listener_facts& facts() const { return facts_; }
    // For a connection that begins now; null: plain.
    std::shared_ptr<const tls_context> tls() const { return tls_ ? tls_->current() : nullptr; }

    accepted accept();
    // From here on no new handshake begins; those that have begun still come through accept().
    void refuse_handshakes();
    void close();

    template <class Handler>
    void wait(Handler handler)
    {
        acceptor_.async_wait(acceptor::wait_read, std::move(handler));
    }

private:
    using acceptor =
        boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, boost::asio::io_context::executor_type>;

    boost::asio::io_context& context_;
    acceptor acceptor_;
    const tls_identity* tls_;
    listener_facts facts_;
};

// Throws when somebody listens at the address already, be it with a shared port.
void require_unused(const boost::asio::ip::tcp::endpoint& address);

}  // namespace gatehouse::net
