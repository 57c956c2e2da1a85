#include "net/tls_client.hpp"

#include "base/bytes.hpp"
#include "net/self_signed.hpp"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <poll.h>

#include <array>
#include <cerrno>

namespace gatehouse::net::test {
namespace {

constexpr int patience = 10'000;  // milliseconds

SSL_CTX* client_context()
{
    static const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> context = [] {
        std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> made(SSL_CTX_new(TLS_client_method()),
                                                               &SSL_CTX_free);
        SSL_CTX_set_security_level(made.get(), 0);  // so that old versions can be offered
        SSL_CTX_set_mode(made.get(), SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
        return made;
    }();
    return context.get();
}

std::string as_alpn(const std::string& names)
{
    std::string wire;
    for (std::size_t at = 0; at < names.size();) {
        const std::string name = names.substr(at, names.find(',', at) - at);
        wire.append(1, static_cast<char>(name.size())).append(name);
        at += name.size() + 1;
    }
    return wire;
}

}  // namespace

tls_client::tls_client(int socket, const tls_offer& offer)
    : socket_(socket),
      connection_(SSL_new(client_context()))
{
    SSL* const it = connection_.get();
    if (socket >= 0)
        SSL_set_fd(it, socket);
    else
        SSL_set_bio(it, BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    SSL_set_min_proto_version(it, offer.version_from);
    SSL_set_max_proto_version(it, offer.version_to);
    if (const std::string wire = as_alpn(offer.protocols); !wire.empty())
        SSL_set_alpn_protos(it, reinterpret_cast<const unsigned char*>(wire.data()),
                            static_cast<unsigned>(wire.size()));
    if (offer.session)
        SSL_set_session(it, offer.session);
    SSL_set_connect_state(it);
}

bool tls_client::give_up(ending how)
{
    if (how_ == ending::none)
        how_ = how;
    return false;
}

bool tls_client::wait_for(short events)
{
    if (socket_ < 0)
        return false;
    pollfd what{socket_, events, 0};
    return ::poll(&what, 1, patience) == 1 || give_up(ending::silent);
}

template <class Step>
bool tls_client::attempt(Step step)
{
    for (;;) {
        int why = 0;
        int code = 0;
        unsigned long reason = 0;
        {
            const std::lock_guard lock(mutex_);
            ERR_clear_error();
            errno = 0;
            code = step(connection_.get());
            if (code > 0)
                return true;
            why = SSL_get_error(connection_.get(), code);
            reason = ERR_peek_error();
        }
        if (why == SSL_ERROR_ZERO_RETURN)
            return give_up(ending::orderly);
        if (why == SSL_ERROR_SYSCALL)
            return give_up(ending::reset);
        if (why == SSL_ERROR_SSL)
            return give_up(ERR_GET_REASON(reason) == SSL_R_UNEXPECTED_EOF_WHILE_READING ? ending::truncated
                                                                                        : ending::reset);
        if (!wait_for(why == SSL_ERROR_WANT_READ ? POLLIN : POLLOUT))
            return false;
    }
}

bool tls_client::shake_hands()
{
    return attempt([](SSL* on) { return SSL_do_handshake(on); });
}

bool tls_client::write(std::string_view bytes)
{
    return bytes.empty() ||
           attempt([bytes](SSL* on) { return SSL_write(on, bytes.data(), static_cast<int>(bytes.size())); });
}

std::string tls_client::read()
{
    std::array<char, 16384> into;
    std::size_t got = 0;
    attempt([&](SSL* on) { return SSL_read_ex(on, into.data(), into.size(), &got); });
    return {into.data(), got};
}

bool tls_client::has_news()
{
    const std::lock_guard lock(mutex_);
    ERR_clear_error();
    char byte = 0;
    std::size_t got = 0;
    const int code = SSL_peek_ex(connection_.get(), &byte, 1, &got);
    return code > 0 || SSL_get_error(connection_.get(), code) != SSL_ERROR_WANT_READ;
}

void tls_client::end_output()
{
    const std::lock_guard lock(mutex_);
    SSL_shutdown(connection_.get());
}

std::string tls_client::protocol()
{
    const unsigned char* name = nullptr;
    unsigned size = 0;
    SSL_get0_alpn_selected(native(), &name, &size);
    return {reinterpret_cast<const char*>(name), size};
}

std::string tls_client::fingerprint()
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    X509_digest(SSL_get0_peer_certificate(native()), EVP_sha256(), bytes.data(), &size);
    return base::to_hex({reinterpret_cast<const char*>(bytes.data()), size});
}

std::string tls_client::take_output()
{
    std::string bytes(BIO_ctrl_pending(SSL_get_wbio(native())), '\0');
    BIO_read(SSL_get_wbio(native()), bytes.data(), static_cast<int>(bytes.size()));
    return bytes;
}

void tls_client::put_input(std::string_view bytes)
{
    BIO_write(SSL_get_rbio(native()), bytes.data(), static_cast<int>(bytes.size()));
}

std::shared_ptr<const tls_context> make_test_context(const std::string& host)
{
    const base::instant now = base::system_clock{}.now();
    return std::make_shared<const tls_context>(
        make_self_signed({{host}, {}}, now - std::chrono::hours(1), now + std::chrono::hours(1)));
}

const tls_identity& test_identity()
{
    static const tls_identity identity(make_test_context("localhost"));
    return identity;
}

}  // namespace gatehouse::net::test
