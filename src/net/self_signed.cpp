#include "net/self_signed.hpp"

#include "base/assert.hpp"
#include "net/openssl_pointer.hpp"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <span>

namespace gatehouse::net {
namespace {

using owned_bio = openssl_pointer<BIO, BIO_free>;
using owned_certificate = openssl_pointer<X509, X509_free>;
using owned_key = openssl_pointer<EVP_PKEY, EVP_PKEY_free>;
using owned_name = openssl_pointer<GENERAL_NAME, GENERAL_NAME_free>;
using owned_names = openssl_pointer<GENERAL_NAMES, GENERAL_NAMES_free>;
using owned_extension = openssl_pointer<X509_EXTENSION, X509_EXTENSION_free>;
using owned_number = openssl_pointer<BIGNUM, BN_free>;

constexpr int version_3 = 2;
constexpr int serial_bits = 159;  // RFC 5280, 4.1.2.2: at most 20 octets, positive

// Nothing here depends on input that could be wrong: what fails is memory, or OpenSSL.
template <class Result>
Result made(Result result)
{
    GATEHOUSE_ASSERT(result);
    return result;
}

owned_name alternative(int type, std::span<const unsigned char> value)
{
    owned_name name(made(GENERAL_NAME_new()));
    ASN1_STRING* const text = made(
        ASN1_STRING_type_new(type == GEN_DNS ? V_ASN1_IA5STRING : V_ASN1_OCTET_STRING));
    made(ASN1_STRING_set(text, value.data(), static_cast<int>(value.size())));
    GENERAL_NAME_set0_value(name.get(), type, text);
    return name;
}

owned_name alternative(const std::string& host)
{
    return alternative(GEN_DNS, {reinterpret_cast<const unsigned char*>(host.data()), host.size()});
}

owned_name alternative(const boost::asio::ip::address& address)
{
    if (address.is_v4())
        return alternative(GEN_IPADD, address.to_v4().to_bytes());
    return alternative(GEN_IPADD, address.to_v6().to_bytes());
}

void add_names(X509* to, const server_names& names)
{
    const owned_names all(made(GENERAL_NAMES_new()));
    const auto push = [&all](owned_name name) { made(sk_GENERAL_NAME_push(all.get(), name.release())); };
    for (const std::string& host : names.hosts)
        push(alternative(host));
    for (const auto& address : names.addresses)
        push(alternative(address));
    made(X509_add1_ext_i2d(to, NID_subject_alt_name, all.get(), 0, 0) == 1);
}

void add_extension(X509* to, int what, const char* value)
{
    X509V3_CTX context;
    X509V3_set_ctx_nodb(&context);
    X509V3_set_ctx(&context, to, to, nullptr, nullptr, 0);
    const owned_extension extension(made(X509V3_EXT_conf_nid(nullptr, &context, what, value)));
    made(X509_add_ext(to, extension.get(), -1));
}

void name_it(X509* certificate, const std::string& host)
{
    X509_NAME* const name = X509_get_subject_name(certificate);
    made(X509_NAME_add_entry_by_NID(name, NID_commonName, MBSTRING_ASC,
                                    reinterpret_cast<const unsigned char*>(host.data()),
                                    static_cast<int>(host.size()), -1, 0));
    made(X509_set_issuer_name(certificate, name));
}

void number_it(X509* certificate)
{
    const owned_number serial(made(BN_new()));
    made(BN_rand(serial.get(), serial_bits, BN_RAND_TOP_ANY, BN_RAND_BOTTOM_ANY));
    made(BN_to_ASN1_INTEGER(serial.get(), X509_get_serialNumber(certificate)));
}

void set_time(ASN1_TIME* into, base::instant at)
{
    made(ASN1_TIME_set(into, std::chrono::system_clock::to_time_t(at)));
}

template <class Write>
std::string as_pem(Write write)
{
    const owned_bio bio(made(BIO_new(BIO_s_mem())));
    made(write(bio.get()) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(bio.get(), &text);
    return {text, static_cast<std::size_t>(size)};
}

}  // namespace

certificate_pair make_self_signed(const server_names& names, base::instant from, base::instant until)
{
    const owned_key key(made(EVP_EC_gen("P-256")));
    const owned_certificate certificate(made(X509_new()));
    X509* const it = certificate.get();
    made(X509_set_version(it, version_3));
    number_it(it);
    name_it(it, names.hosts.front());
    set_time(X509_getm_notBefore(it), from);
    set_time(X509_getm_notAfter(it), until);
    made(X509_set_pubkey(it, key.get()));
    add_names(it, names);
    add_extension(it, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(it, NID_key_usage, "critical,digitalSignature");
    add_extension(it, NID_ext_key_usage, "serverAuth");
    add_extension(it, NID_subject_key_identifier, "hash");
    made(X509_sign(it, key.get(), EVP_sha256()));
    return {as_pem([it](BIO* to) { return PEM_write_bio_X509(to, it); }), as_pem([&key](BIO* to) {
                return PEM_write_bio_PKCS8PrivateKey(to, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
            })};
}

}  // namespace gatehouse::net
