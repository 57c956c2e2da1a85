// A client's side of TLS on a connected socket that does not block, and what such a client can find out. One
// thread may read while another writes.
#pragma once

#include "net/tls_context.hpp"

#include <openssl/ssl.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace gatehouse::net::test {

// How a connection ended for its client.
enum class ending : std::uint8_t { none, orderly, truncated, reset, silent };

// What the client offers; OpenSSL's own words where unset.
struct tls_offer {
    int version_from = TLS1_2_VERSION;
    int version_to = TLS1_3_VERSION;
    std::string protocols = "http/1.1";  // ALPN, with commas between; empty: none
    SSL_SESSION* session = nullptr;      // to be resumed
};

struct free_session {
    void operator()(SSL_SESSION* session) const { SSL_SESSION_free(session); }
};
using owned_session = std::unique_ptr<SSL_SESSION, free_session>;

class tls_client {
public:
    // With socket -1 the bytes are carried by take_output() and put_input().
    explicit tls_client(int socket, const tls_offer& offer = {});

    // Each waits ten seconds at most.
    bool shake_hands();
    bool write(std::string_view bytes);
    // Nothing at the end; then how() says which.
    std::string read();
    // Whether read() would return at once: bytes of the application have come, or the end. Does not wait.
    bool has_news();
    void end_output();

    ending how() const { return how_; }
    SSL* native() { return connection_.get(); }
    std::string version() { return SSL_get_version(native()); }
    std::string protocol();
    std::string fingerprint();  // of the server's certificate
    bool is_resumed() { return SSL_session_reused(native()) == 1; }
    owned_session session() { return owned_session(SSL_get1_session(native())); }

    std::string take_output();
    void put_input(std::string_view bytes);

private:
    struct release {
        // As after a close_notify: without one OpenSSL takes the session out of use.
        void operator()(SSL* connection) const
        {
            SSL_set_shutdown(connection, SSL_SENT_SHUTDOWN);
            SSL_free(connection);
        }
    };

    template <class Step>
    bool attempt(Step step);
    bool wait_for(short events);
    bool give_up(ending how);

    int socket_;
    std::mutex mutex_;
    std::unique_ptr<SSL, release> connection_;
    ending how_ = ending::none;
};

// The identity that the tests' servers show, and one with another certificate.
const tls_identity& test_identity();
std::shared_ptr<const tls_context> make_test_context(const std::string& host);

}  // namespace gatehouse::net::test
