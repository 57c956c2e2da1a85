#include "net/tls_channel.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>
#include <string>

namespace gatehouse::net {

tls_channel::tls_channel(const tls_context& with, application_protocol inside, int socket)
    : connection_(SSL_new(with.native()))
{
    if (!connection_ || SSL_set_fd(connection_.get(), socket) != 1)
        throw std::bad_alloc();
    speak(connection_.get(), inside);
    SSL_set_accept_state(connection_.get());
}

transferred tls_channel::receive(std::span<char> into)
{
    to_receive_ = readiness::input;
    has_input_ = false;
    std::size_t got = 0;
    while (got < into.size()) {
        std::size_t part = 0;
        ERR_clear_error();
        const int code = SSL_read_ex(connection_.get(), into.data() + got, into.size() - got, &part);
        if (code != 1) {
            const transfer how = failed(code, to_receive_);
            if (got == 0)
                return {how, 0};
            has_input_ = how == transfer::over;
            return {transfer::done, got};
        }
        got += part;
        if (SSL_has_pending(connection_.get()) == 0)
            return {transfer::done, got};
    }
    has_input_ = SSL_has_pending(connection_.get()) != 0;
    return {transfer::done, got};
}

transferred tls_channel::transmit(std::string_view bytes)
{
    to_transmit_ = readiness::output;
    std::size_t sent = 0;
    while (sent < bytes.size()) {
        std::size_t part = 0;
        ERR_clear_error();
        const int code = SSL_write_ex(connection_.get(), bytes.data() + sent, bytes.size() - sent, &part);
        if (code != 1)
            return {failed(code, to_transmit_), sent};
        sent += part;
    }
    return {transfer::done, sent};
}

transfer tls_channel::end_output()
{
    if (is_ended_)
        return transfer::done;
    if (is_broken_ || !is_established())
        return transfer::over;
    to_transmit_ = readiness::output;
    ERR_clear_error();
    const int code = SSL_shutdown(connection_.get());
    if (code < 0)
        return failed(code, to_transmit_);
    is_ended_ = true;
    return transfer::done;
}

bool tls_channel::is_established() const
{
    return SSL_is_init_finished(connection_.get()) != 0;
}

bool tls_channel::is_midway() const
{
    // Behind a record's head alone nothing counts as pending.
    return !has_input_ && (SSL_has_pending(connection_.get()) != 0 ||
                           std::string_view(SSL_rstate_string(connection_.get())) == "RB");
}

transfer tls_channel::failed(int code, readiness& waits_for)
{
    switch (SSL_get_error(connection_.get(), code)) {
    case SSL_ERROR_WANT_READ: waits_for = readiness::input; return transfer::later;
    case SSL_ERROR_WANT_WRITE: waits_for = readiness::output; return transfer::later;
    case SSL_ERROR_ZERO_RETURN: return transfer::over;
    default: is_broken_ = true; return transfer::over;
    }
}

void tls_channel::release::operator()(ssl_st* connection) const
{
    SSL_free(connection);
}

}  // namespace gatehouse::net
