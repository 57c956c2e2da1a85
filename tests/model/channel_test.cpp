#include "model/channel.hpp"

#include "base/bytes.hpp"
#include "base/crypto.hpp"

#include <gtest/gtest.h>

namespace gatehouse::model {
namespace {

TEST(webhook_url, is_http_or_https_with_a_host)
{
    for (const char* text : {"http://example.com", "https://example.com/", "HTTPS://EXAMPLE.COM/Hook",
                             "http://example.com:8080/a/b?c=d&e", "http://127.0.0.1:9002/hook",
                             "http://[::1]:9002/hook", "http://receiver.lan/", "https://xn--fiq228c.com/",
                             "http://example.com?only=query", "https://example.com/%E9%97%A8"})
        EXPECT_FALSE(fault_of_webhook_url(text)) << text << ": " << *fault_of_webhook_url(text);
}

TEST(webhook_url, is_nothing_else)
{
    for (const char* text : {"",
                             "example.com",
                             "//example.com/",
                             "/hook",
                             "http:",
                             "http:/example.com",
                             "http://",
                             "http:///hook",
                             "http://:80/",
                             "ftp://example.com/",
                             "file:///etc/passwd",
                             "javascript:alert(1)",
                             "mailto:a@b.c",
                             "ws://example.com/",
                             "http://user@example.com/",
                             "http://user:password@example.com/",
                             "http://@example.com/",
                             "http://example.com/#part",
                             "http://example.com:/",
                             "http://example.com:0/",
                             "http://example.com:65536/",
                             "http://example.com:x/",
                             "http://exa mple.com/",
                             " http://example.com/",
                             "http://example.com/ ",
                             "http://example.com/\n",
                             "http://example.com/\r\nX: y",
                             "http://example.com/门",
                             "http://example.com\\@10.0.0.1/",
                             "http://[::1",
                             "http://exam%ple.com/",
                             "http://example.com/%zz"})
        EXPECT_TRUE(fault_of_webhook_url(text)) << text;
    EXPECT_TRUE(fault_of_webhook_url("http://example.com/" + std::string(2030, 'a')));
    EXPECT_FALSE(fault_of_webhook_url("http://example.com/" + std::string(2029, 'a')));
}

TEST(webhook_secret, is_the_prefix_and_base64_of_16_to_64_bytes)
{
    const auto secret_of = [](std::size_t size) {
        return "whsec_" + base::encode_base64(std::string(size, '\x7f'));
    };
    for (const std::size_t size : {16U, 24U, 32U, 64U})
        EXPECT_EQ(webhook_key(secret_of(size)).value().reveal(), std::string(size, '\x7f')) << size;
    for (const std::size_t size : {0U, 1U, 15U, 65U})
        EXPECT_FALSE(webhook_key(secret_of(size))) << size;
    for (const std::string& text : {std::string("whsec_"), secret_of(24).substr(6), secret_of(24) + "=",
                                    secret_of(25).substr(0, secret_of(25).size() - 1), " " + secret_of(24),
                                    "WHSEC_" + secret_of(24).substr(6), secret_of(24) + "\n"})
        EXPECT_FALSE(webhook_key(text)) << text;
}

TEST(webhook_secret, is_made_at_random)
{
    base::start_crypto();
    const base::secret one = random_webhook_secret();
    EXPECT_EQ(webhook_key(one.reveal()).value().reveal().size(), 32U);
    EXPECT_NE(one.reveal(), random_webhook_secret().reveal());
}

}  // namespace
}  // namespace gatehouse::model
