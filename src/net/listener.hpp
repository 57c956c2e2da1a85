// One listening socket of one I/O thread; SO_REUSEPORT lets each thread have its own for the same address.
#pragma once

#include "net/http.hpp"
#include "net/poller.hpp"
#include "net/tls_context.hpp"

#include <functional>
#include <memory>

namespace gatehouse::net {

struct listen_address {
    boost::asio::ip::tcp::endpoint address;  // port 0: a free one
    const tls_identity* tls = nullptr;       // plain without; outlives the server
};

class listener final : public waiter {
public:
    enum class outcome : std::uint8_t { taken, none_left, exhausted };
    struct accepted {
        outcome how = outcome::none_left;
        socket connection;
        peer source;
    };

    // Throws boost::system::system_error when the address cannot be had, also when another process that
    // shares its port listens there already.
    // `on_connections` is called once for each wait().
    listener(poller& waits, const listen_address& at, std::function<void(listener&)> on_connections);
    ~listener();

    boost::asio::ip::tcp::endpoint local() const { return local_address(socket_); }
    const listener_facts& facts() const { return facts_; }
    // For a connection that begins now; null: plain.
    std::shared_ptr<const tls_context> tls() const { return tls_ ? tls_->current() : nullptr; }

    accepted accept();
    // From here on no new handshake begins; those that have begun still come through accept().
    void refuse_handshakes();
    void close();

    void wait() { poller_.wait(*this, socket_.descriptor(), readiness::input); }
    void ready(bool, bool) override { on_connections_(*this); }

private:
    poller& poller_;
    std::function<void(listener&)> on_connections_;
    socket socket_;
    const tls_identity* tls_;
    listener_facts facts_;
};

// Throws when somebody listens at the address already, be it with a shared port.
void require_unused(const boost::asio::ip::tcp::endpoint& address);

}  // namespace gatehouse::net
