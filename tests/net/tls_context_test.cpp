#include "net/tls_context.hpp"

#include "net/openssl_pointer.hpp"
#include "net/self_signed.hpp"

#include <gtest/gtest.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <stdexcept>

namespace gatehouse::net {
namespace {

using namespace std::chrono_literals;

const base::instant now = base::from_milliseconds(1'795'600'000'000);

certificate_pair made(base::instant until = now + 24h)
{
    return make_self_signed(
        {{"gate.example", "localhost"},
         {boost::asio::ip::make_address("192.0.2.7"), boost::asio::ip::make_address("2001:db8::7")}},
        now - 24h, until);
}

std::string fault_of(const certificate_pair& pair)
{
    try {
        const tls_context context(pair);
        return {};
    } catch (const std::runtime_error& e) {
        return e.what();
    }
}

TEST(a_self_signed_certificate, is_valid_for_its_names_and_addresses_and_no_others)
{
    const certificate_pair pair = made();
    const openssl_pointer<BIO, BIO_free> bio(BIO_new_mem_buf(pair.certificates.data(), -1));
    const openssl_pointer<X509, X509_free> read(PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr));
    ASSERT_TRUE(read);
    for (const char* const host : {"gate.example", "localhost"})
        EXPECT_EQ(X509_check_host(read.get(), host, 0, 0, nullptr), 1) << host;
    for (const char* const address : {"192.0.2.7", "2001:db8::7"})
        EXPECT_EQ(X509_check_ip_asc(read.get(), address, 0), 1) << address;
    EXPECT_EQ(X509_check_host(read.get(), "example", 0, 0, nullptr), 0);
    EXPECT_EQ(X509_check_ip_asc(read.get(), "192.0.2.8", 0), 0);
    EXPECT_EQ(X509_check_purpose(read.get(), X509_PURPOSE_SSL_SERVER, 0), 1);
    EXPECT_EQ(X509_check_purpose(read.get(), X509_PURPOSE_SSL_CLIENT, 0), 0);
    EXPECT_EQ(X509_check_ca(read.get()), 0);
    EXPECT_EQ(X509_verify(read.get(), X509_get0_pubkey(read.get())), 1);
}

TEST(a_self_signed_certificate, is_another_each_time)
{
    const tls_context one(made());
    const tls_context other(made());
    EXPECT_NE(one.fingerprint(), other.fingerprint());
    EXPECT_EQ(one.fingerprint().size(), 64u);
}

TEST(a_tls_context, knows_when_its_certificate_ends_and_takes_one_that_has_ended)
{
    for (const base::instant until : {now + 24h, now - 1h, now + 24h * 365 * 40})
        EXPECT_EQ(tls_context(made(until)).expires(), until);
}

TEST(a_tls_context, refuses_pairs_that_do_not_belong_together_or_are_not_whole)
{
    const certificate_pair one = made();
    const certificate_pair other = made();
    EXPECT_EQ(fault_of(one), "");
    EXPECT_EQ(fault_of({one.certificates + other.certificates, one.key}), "");
    EXPECT_EQ(fault_of({one.certificates + one.key, one.certificates + one.key}), "");
    EXPECT_NE(fault_of({one.certificates, other.key}).find("the key is not the certificate's"),
              std::string::npos);
    EXPECT_NE(fault_of({one.certificates, one.certificates}).find("the key cannot be read"),
              std::string::npos);
    for (const std::string& bad : {std::string(), std::string("nonsense"), one.key})
        EXPECT_NE(fault_of({bad, one.key}).find("the certificate cannot be read"), std::string::npos) << bad;
    for (std::size_t size = 0; size + 2 < one.certificates.size(); size += 7)
        EXPECT_NE(fault_of({one.certificates.substr(0, size), one.key}), "") << size;
    // Behind the first whole one; less than its first line is no certificate that has begun.
    for (std::size_t size = 28; size + 2 < one.certificates.size(); size += 7)
        EXPECT_NE(fault_of({one.certificates + one.certificates.substr(0, size), one.key}), "") << size;
    for (std::size_t size = 0; size + 2 < one.key.size(); size += 7)
        EXPECT_NE(fault_of({one.certificates, one.key.substr(0, size)}), "") << size;
}

TEST(a_tls_context, refuses_a_key_with_a_passphrase_instead_of_asking_for_it)
{
    const certificate_pair pair = made();
    const openssl_pointer<BIO, BIO_free> in(BIO_new_mem_buf(pair.key.data(), -1));
    const openssl_pointer<EVP_PKEY, EVP_PKEY_free> key(
        PEM_read_bio_PrivateKey(in.get(), nullptr, nullptr, nullptr));
    const openssl_pointer<BIO, BIO_free> out(BIO_new(BIO_s_mem()));
    char passphrase[] = "open";
    ASSERT_EQ(PEM_write_bio_PKCS8PrivateKey(out.get(), key.get(), EVP_aes_128_cbc(), passphrase, 4, nullptr,
                                            nullptr),
              1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(out.get(), &text);
    EXPECT_NE(fault_of({pair.certificates, std::string(text, static_cast<std::size_t>(size))}), "");
}

}  // namespace
}  // namespace gatehouse::net
