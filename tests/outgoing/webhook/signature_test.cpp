#include "outgoing/webhook/signature.hpp"

#include "model/channel.hpp"

#include <gtest/gtest.h>

namespace gatehouse::outgoing::webhook {
namespace {

std::string signed_with(std::string_view secret, std::string_view id, std::string_view timestamp,
                        std::string_view body)
{
    return signature_of(model::webhook_key(secret).value(), id, timestamp, body);
}

// Each also computed with Python's hmac and with `openssl dgst -sha256 -mac HMAC`.
TEST(webhook_signature, is_hmac_sha256_over_id_timestamp_and_body)
{
    EXPECT_EQ(signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek",
                          "1614265330", R"({"test": 2432232314})"),
              "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    EXPECT_EQ(signed_with("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_0", "0", ""),
              "v1,VoG1biK4+OTLLyTsFUuXviOMwvtSl7l6IJSfndw8zWQ=");
    EXPECT_EQ(signed_with("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "msg_门房", "1780000000",
                          R"({"a":"甲"})"),
              "v1,BfZqxwFUoH6ZyGdiipFkmD3yPr+fYqdNW41aRaQUdKE=");
    EXPECT_EQ(
        signed_with(
            "whsec_/////////////////////////////////////////////////////////////////////////////////////w==",
            "msg_long", "1780000000", std::string(100'000, 'x')),
        "v1,OdYY0ZO5OHfgdmKqgg+zsBNCho0oUYvvrQiGU1OnHHs=");
}

}  // namespace
}  // namespace gatehouse::outgoing::webhook
