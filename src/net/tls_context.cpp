#include "net/tls_context.hpp"

#include "base/bytes.hpp"
#include "net/openssl_pointer.hpp"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>

#include <array>
#include <ctime>
#include <new>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace gatehouse::net {
namespace {

using owned_bio = openssl_pointer<BIO, BIO_free>;
using owned_certificate = openssl_pointer<X509, X509_free>;
using owned_key = openssl_pointer<EVP_PKEY, EVP_PKEY_free>;

constexpr int versions_from = TLS1_2_VERSION;
constexpr const char* ciphers_of_1_3 =
    "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";
constexpr const char* ciphers_of_1_2 = "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:"
                                       "ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                                       "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305";
constexpr const char* key_exchanges = "X25519:P-256:P-384";
// 112 bits: RSA from 2048, no SHA-1 in signatures.
constexpr int least_security = 2;

[[noreturn]] void fail(const std::string& what)
{
    const unsigned long code = ERR_peek_last_error();
    const char* const reason = code != 0 ? ERR_reason_error_string(code) : nullptr;
    ERR_clear_error();
    throw std::runtime_error(reason ? what + ": " + reason : what);
}

owned_bio reading(const std::string& text)
{
    owned_bio bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
    if (!bio)
        throw std::bad_alloc();
    return bio;
}

std::vector<owned_certificate> read_certificates(const std::string& text)
{
    const owned_bio bio = reading(text);
    std::vector<owned_certificate> found;
    while (owned_certificate next{PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr)})
        found.push_back(std::move(next));
    const bool is_at_end = ERR_GET_REASON(ERR_peek_last_error()) == PEM_R_NO_START_LINE;
    if (!is_at_end || found.empty())
        fail("the certificate cannot be read");
    ERR_clear_error();
    return found;
}

owned_key read_key(const std::string& text)
{
    const auto no_passphrase = [](char*, int, int, void*) { return -1; };
    owned_key key(PEM_read_bio_PrivateKey(reading(text).get(), nullptr, no_passphrase, nullptr));
    if (!key)
        fail("the key cannot be read");
    return key;
}

// As ALPN writes them: each behind its length.
using alpn_name = std::basic_string_view<unsigned char>;
constexpr std::array<unsigned char, 9> http_1_1{8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
constexpr std::array<unsigned char, 5> mqtt{4, 'm', 'q', 't', 't'};
constexpr alpn_name spoken_http{http_1_1.data(), http_1_1.size()};
constexpr alpn_name spoken_mqtt{mqtt.data(), mqtt.size()};

int choose_protocol(SSL* connection, const unsigned char** chosen, unsigned char* chosen_size,
                    const unsigned char* offered, unsigned offered_size, void*)
{
    const auto* const ours = static_cast<const alpn_name*>(SSL_get_app_data(connection));
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, chosen_size, ours->data(), static_cast<unsigned>(ours->size()), offered,
                              offered_size) != OPENSSL_NPN_NEGOTIATED)
        return SSL_TLSEXT_ERR_ALERT_FATAL;  // RFC 7301, 3.2
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

void speak_modern_tls(SSL_CTX* context)
{
    SSL_CTX_set_security_level(context, least_security);
    SSL_CTX_set_options(context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
                                     SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    if (SSL_CTX_set_min_proto_version(context, versions_from) != 1 ||
        SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) != 1 ||
        SSL_CTX_set_ciphersuites(context, ciphers_of_1_3) != 1 ||
        SSL_CTX_set_cipher_list(context, ciphers_of_1_2) != 1 ||
        SSL_CTX_set1_groups_list(context, key_exchanges) != 1)
        fail("OpenSSL lacks what modern TLS needs");
    SSL_CTX_set_alpn_select_cb(context, choose_protocol, nullptr);
}

void spend_little(SSL_CTX* context)
{
    // An idle connection holds no buffer; what was not written may be offered again from another place.
    SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
                                  SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_CTX_set_read_ahead(context, 1);  // one call of the system for a record, not two
    // Sessions live in the clients' tickets. One is enough, and none would be a trap: the end of the
    // handshake would then wait for a delayed acknowledgement.
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_num_tickets(context, 1);
}

void show(SSL_CTX* context, const certificate_pair& from, const std::vector<owned_certificate>& chain)
{
    if (SSL_CTX_use_certificate(context, chain.front().get()) != 1)
        fail("the certificate cannot be used");
    for (std::size_t i = 1; i < chain.size(); ++i)
        if (SSL_CTX_add1_chain_cert(context, chain[i].get()) != 1)
            fail("a certificate behind the first cannot be used");
    if (SSL_CTX_use_PrivateKey(context, read_key(from.key).get()) != 1 ||
        SSL_CTX_check_private_key(context) != 1)
        fail("the key is not the certificate's");
}

base::instant end_of(const X509* certificate)
{
    std::tm parts{};
    if (ASN1_TIME_to_tm(X509_get0_notAfter(certificate), &parts) != 1)
        fail("the certificate's end cannot be read");
    return base::instant(std::chrono::seconds(timegm(&parts)));
}

std::string fingerprint_of(const X509* certificate)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
    unsigned size = 0;
    if (X509_digest(certificate, EVP_sha256(), bytes.data(), &size) != 1)
        fail("the certificate has no fingerprint");
    return base::to_hex({reinterpret_cast<const char*>(bytes.data()), size});
}

}  // namespace

tls_context::tls_context(const certificate_pair& from) : context_(SSL_CTX_new(TLS_server_method()))
{
    if (!context_)
        throw std::bad_alloc();
    ERR_clear_error();
    speak_modern_tls(context_.get());
    spend_little(context_.get());
    const auto chain = read_certificates(from.certificates);
    show(context_.get(), from, chain);
    expires_ = end_of(chain.front().get());
    fingerprint_ = fingerprint_of(chain.front().get());
}

void tls_context::release::operator()(ssl_ctx_st* context) const
{
    SSL_CTX_free(context);
}

void speak(ssl_st* connection, application_protocol what)
{
    const alpn_name& name = what == application_protocol::mqtt ? spoken_mqtt : spoken_http;
    SSL_set_app_data(connection,
                     const_cast<alpn_name*>(&name));  // NOLINT: OpenSSL keeps it, and gives it back as it is
}

}  // namespace gatehouse::net
