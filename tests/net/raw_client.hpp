// A client that sends exactly the bytes it is told, and knows a reset from an end. Tests that do not ask for
// a transport run over both: a second time with GATEHOUSE_TEST_TRANSPORT=tls.
#pragma once

#include "net/tls_client.hpp"

#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gatehouse::net::test {

struct response {
    unsigned status = 0;
    std::string head;  // with its empty line
    std::string body;

    // A field's value; empty when there is none.
    std::string header(std::string_view name) const;
};

enum class transport : std::uint8_t { plain, tls };
transport transport_of_run();

class raw_client {
public:
    // `receive_buffer` is a hint for SO_RCVBUF, for a client that reads slowly.
    explicit raw_client(const boost::asio::ip::tcp::endpoint& server, int receive_buffer = 0,
                        transport over = transport_of_run(), const tls_offer& offer = {});
    raw_client(raw_client&& other) noexcept;
    raw_client& operator=(raw_client&&) = delete;
    ~raw_client();

    // False when the connection broke meanwhile.
    bool send(std::string_view bytes);
    void end_output();
    // Goes away with a reset.
    void abort();
    // Nothing at the end of the connection, or when it broke. Waits a minute at most.
    std::optional<response> read(bool is_head = false);
    // Everything up to and with the mark; what there was, where it did not come.
    std::string read_until(std::string_view mark);
    // Everything up to the end.
    std::string read_to_end();
    // What comes next; nothing at the end.
    std::string read_some();
    // True at an orderly end without another byte; over TLS, at its close_notify.
    bool is_at_end();
    // TCP segments with data that have come so far.
    unsigned segments_received() const;
    boost::asio::ip::tcp::endpoint local() const;
    bool was_reset() const { return was_reset_; }
    // Whether something has come that was not read yet: bytes, the end, a reset. Does not wait.
    bool has_news();
    // Only where TLS is spoken; its handshake was tried.
    tls_client& tls() { return *tls_; }

private:
    bool fill();
    bool fill_through_tls();

    int socket_;
    std::unique_ptr<tls_client> tls_;
    std::string received_;
    bool was_reset_ = false;
};

}  // namespace gatehouse::net::test
