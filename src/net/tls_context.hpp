// What new TLS connections get: a certificate with its key, and which TLS is spoken. TLS 1.2 and 1.3 with
// forward secrecy and authenticated encryption only; no renegotiation, no compression; ALPN as the listener
// speaks.
#pragma once

#include "base/clock.hpp"

#include <memory>
#include <mutex>
#include <string>

struct ssl_ctx_st;  // OpenSSL's SSL_CTX
struct ssl_st;      // OpenSSL's SSL

namespace gatehouse::net {

// What is spoken inside: a client that offers protocols (ALPN) and not this one is refused.
enum class application_protocol : std::uint8_t { http, mqtt };

// PEM: the server's own certificate first, behind it those that lead to its root; a key without passphrase.
struct certificate_pair {
    std::string certificates;
    std::string key;
};

// Immutable; a connection holds on to the context that it began with. Its session tickets open under it
// alone.
class tls_context {
public:
    // Throws std::runtime_error that says what is wrong with the pair. An expired certificate is taken.
    explicit tls_context(const certificate_pair& from);

    base::instant expires() const { return expires_; }
    // SHA-256 of the server's own certificate, in hexadecimal.
    const std::string& fingerprint() const { return fingerprint_; }
    ssl_ctx_st* native() const { return context_.get(); }

private:
    struct release {
        void operator()(ssl_ctx_st* context) const;
    };

    std::unique_ptr<ssl_ctx_st, release> context_;
    base::instant expires_;
    std::string fingerprint_;
};

// The context of now, replaced while the server runs. Any thread.
class tls_identity {
public:
    explicit tls_identity(std::shared_ptr<const tls_context> first) : current_(std::move(first)) {}

    std::shared_ptr<const tls_context> current() const
    {
        const std::lock_guard lock(mutex_);
        return current_;
    }
    void replace(std::shared_ptr<const tls_context> by)
    {
        const std::lock_guard lock(mutex_);
        current_.swap(by);
    }

private:
    mutable std::mutex mutex_;
    std::shared_ptr<const tls_context> current_;
};

// Of a connection that has not begun yet.
void speak(ssl_st* connection, application_protocol what);

}  // namespace gatehouse::net
