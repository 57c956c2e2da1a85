#include "outgoing/sms/signature.hpp"
#include "outgoing/sms/sms_sender.hpp"
#include "support/fake_process.hpp"

#include <gtest/gtest.h>

namespace gatehouse::outgoing::sms {
namespace {

using model::attempt_end;

// Those of spec/aliyun-sms.md §2, which the vendor published.
TEST(aliyun_signature_v2, is_what_the_vendor_published)
{
    const parameters sample{{"AccessKeyId", "testId"},
                            {"Action", "SendSms"},
                            {"Version", "2017-05-25"},
                            {"Format", "XML"},
                            {"OutId", "123"},
                            {"PhoneNumbers", "15300000001"},
                            {"RegionId", "cn-hangzhou"},
                            {"SignName", "阿里云短信测试专用"},
                            {"SignatureMethod", "HMAC-SHA1"},
                            {"SignatureNonce", "45e25e9b-0a6f-4070-8c85-2956eda1b466"},
                            {"SignatureVersion", "1.0"},
                            {"TemplateCode", "SMS_71390007"},
                            {"TemplateParam", R"({"customer":"test"})"},
                            {"Timestamp", "2017-07-12T02:42:19Z"}};
    EXPECT_EQ(signature_v2("GET", sample, base::secret("testSecret")), "zJDF+Lrzhj/ThnlvIToysFRq6t4=");
    const parameters other{
        {"AccessKeyId", "testid"},        {"Action", "DescribeRegions"},
        {"Version", "2014-05-26"},        {"Format", "XML"},
        {"SignatureMethod", "HMAC-SHA1"}, {"SignatureNonce", "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf"},
        {"SignatureVersion", "1.0"},      {"Timestamp", "2016-02-23T12:46:24Z"}};
    EXPECT_EQ(signature_v2("GET", other, base::secret("testsecret")), "OLeaidS1JvxuMvnyHOwuJ+uX5qY=");
}

TEST(aliyun_signature_v3, is_what_the_vendor_published)
{
    constexpr std::string_view of_nothing =
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const parameters query{{"ImageId", "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd"},
                           {"RegionId", "cn-shanghai"}};
    for (const auto& [date, nonce, signature] :
         {std::tuple{"2023-10-26T10:22:32Z", "3156853299f313e23d1673dc12e1703d",
                     "06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"},
          std::tuple{"2023-10-26T09:01:01Z", "d410180a5abf7fe235dd9b74aca91fc0",
                     "e521358f7776c97df52e6b2891a8bc73026794a071b50c3323388c4e0df64804"}}) {
        const parameters headers{{"host", "ecs.cn-shanghai.aliyuncs.com"},
                                 {"x-acs-action", "RunInstances"},
                                 {"x-acs-content-sha256", std::string(of_nothing)},
                                 {"x-acs-date", date},
                                 {"x-acs-signature-nonce", nonce},
                                 {"x-acs-version", "2014-05-26"}};
        EXPECT_EQ(
            authorization_v3("POST", query, headers, of_nothing, "YourAccessKeyId",
                             base::secret("YourAccessKeySecret")),
            std::string("ACS3-HMAC-SHA256 Credential=YourAccessKeyId,SignedHeaders=host;x-acs-action;"
                        "x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version,Signature=") +
                signature);
    }
}

model::attempt judged(unsigned status, std::string body)
{
    net::outgoing_answer answer;
    answer.end = net::outgoing_end::answered;
    answer.status = status;
    answer.body = std::move(body);
    // 2026-05-28T15:00:00Z, 23:00 in China
    return attempt_of(answer, base::from_milliseconds(1'779'980'400'000));
}

TEST(an_answer_of_aliyun, says_what_becomes_of_the_message)
{
    using std::chrono::seconds;
    struct row {
        unsigned status;
        const char* body;
        attempt_end end;
        std::optional<seconds> wait;
    };
    for (const row& each : std::vector<row>{
             {200,
              R"({"Code":"OK","Message":"OK","BizId":"9^0","RequestId":"R"})",
              attempt_end::delivered,
              {}},
             {200, R"({"Code":"Success"})", attempt_end::delivered, {}},
             {200, R"({"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发分钟级流控Permits:1"})",
              attempt_end::postponed, seconds(60)},
             {200, R"({"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发小时级流控Permits:5"})",
              attempt_end::postponed, seconds(3600)},
             {200, R"({"Code":"isv.BUSINESS_LIMIT_CONTROL","Message":"触发天级流控Permits:10"})",
              attempt_end::postponed, seconds(3600)},  // it is 23:00 there
             {200, R"({"Code":"isv.DAY_LIMIT_CONTROL"})", attempt_end::refused, {}},
             {200, R"({"Code":"isv.MOBILE_NUMBER_ILLEGAL"})", attempt_end::refused, {}},
             {200, R"({"Code":"isv.SMS_TEMPLATE_ILLEGAL"})", attempt_end::refused, {}},
             {200, R"({"Code":"isv.AMOUNT_NOT_ENOUGH"})", attempt_end::refused, {}},
             {200, R"({"Code":"isp.RAM_PERMISSION_DENY"})", attempt_end::refused, {}},
             {200, R"({"Code":"isp.SYSTEM_ERROR"})", attempt_end::failed, {}},
             {400, R"({"Code":"SignatureDoesNotMatch","HostId":"h"})", attempt_end::refused, {}},
             {404, R"({"Code":"InvalidAccessKeyId.NotFound"})", attempt_end::refused, {}},
             {400, R"({"Code":"InvalidTimeStamp.Expired"})", attempt_end::refused, {}},
             {400, R"({"Code":"SignatureNonceUsed"})", attempt_end::failed, {}},
             {400, R"({"Code":"Throttling.User"})", attempt_end::failed, {}},
             {503, "", attempt_end::failed, {}},
             {200, "<html>", attempt_end::failed, {}},
             {200, R"({"Code":"OK")", attempt_end::failed, {}},
             {200, R"({"Code":{"a":[]}})", attempt_end::failed, {}},
             {200, R"([{"Code":"OK"}])", attempt_end::failed, {}},
             {200, R"({"Code":"O K <script>"})", attempt_end::failed, {}},
             {302, "", attempt_end::failed, {}}}) {
        const auto attempt = judged(each.status, each.body);
        EXPECT_EQ(attempt.end, each.end) << each.body;
        EXPECT_EQ(attempt.wait, each.wait) << each.body;
        EXPECT_EQ(attempt.outcome.find("script"), std::string::npos);
    }
    EXPECT_EQ(judged(200, R"({"Code":"OK","BizId":"9^0"})").receipt, "9^0");
}

ops::letter a_letter(std::string phone = "13811111111")
{
    ops::letter made;
    made.what.message = "msg_1";
    ops::notice said;
    said.kind = model::notice_kind::guest_signin;
    said.recipient = std::move(phone);
    said.template_id = "SMS_167041492";
    said.words = {{"visitor_name", std::string(21, 'n')},
                  {"start_time", "2020-07-30 18:29"},
                  {"qrcode", "83bae139a9bc445384f4fc7a2df6a047"}};
    made.said = said;
    return made;
}

class an_sms : public ::testing::Test {
protected:
    account settings(signature_version version) const
    {
        account as;
        as.url = fake.url();
        as.key_id = "testId";
        as.key = base::secret("testSecret");
        as.sign_name = "门房 & 公司*~";
        as.signature = version;
        as.fields = standard_fields();
        return as;
    }
    model::attempt send(const account& as, ops::letter what = a_letter())
    {
        sms_sender sender(client, clock, as);
        std::promise<model::attempt> promise;
        auto coming = promise.get_future();
        sender.send(std::move(what),
                    [&](ops::letter, model::attempt how) { promise.set_value(std::move(how)); });
        return coming.get();
    }

    support::fake_process fake{"aliyun_sms"};
    net::outgoing_client client{{}};
    base::system_clock clock;
};

TEST_F(an_sms, is_accepted_under_both_signatures_and_a_pass_is_not_cut)
{
    for (const auto version : {signature_version::v2, signature_version::v3}) {
        const auto attempt = send(settings(version));
        EXPECT_EQ(attempt.end, attempt_end::delivered) << attempt.outcome;
        EXPECT_TRUE(attempt.receipt.starts_with("900619746936498440^")) << attempt.receipt;
    }
    const std::string body(fake.requests().at(1).at("body").as_string());
    EXPECT_NE(
        body.find(
            "TemplateParam=%7B%22name%22%3A%22nnnnnnnnnnnnnnnnnnnn%22%2C%22time%22%3A%222020-07-30%2018%3A"
            "29%22%2C%22code%22%3A%2283bae139a9bc445384f4fc7a2df6a047%22%7D"),
        std::string::npos)
        << body;
}

TEST_F(an_sms, fails_as_the_vendor_says_and_harms_nobody_where_the_answer_is_hostile)
{
    account wrong = settings(signature_version::v2);
    wrong.key = base::secret("another");
    EXPECT_EQ(send(wrong).end, attempt_end::refused);
    wrong.signature = signature_version::v3;
    EXPECT_EQ(send(wrong).end, attempt_end::refused);
    EXPECT_EQ(send(settings(signature_version::v2), a_letter("12345678")).end, attempt_end::refused);
    support::fake_process elsewhere{"aliyun_sms"};
    for (const std::string& how :
         {std::string("huge"), std::string("truncated"), std::string("wrong_type"), std::string("html"),
          std::string("garbage"), std::string("close"), std::string("status:500"),
          std::string("error:isp.SYSTEM_ERROR"), "redirect:" + elsewhere.url()}) {
        fake.misbehave("/", how);
        const auto attempt = send(settings(signature_version::v2));
        EXPECT_EQ(attempt.end, attempt_end::failed) << how;
        EXPECT_EQ(attempt.outcome.find("testSecret"), std::string::npos);
    }
    EXPECT_EQ(send(settings(signature_version::v2)).end, attempt_end::delivered);
    EXPECT_TRUE(elsewhere.asked().empty());
}

TEST_F(an_sms, is_not_tried_where_no_account_is_configured)
{
    EXPECT_EQ(send({}).end, attempt_end::refused);
    EXPECT_TRUE(fake.asked().empty());
}

}  // namespace
}  // namespace gatehouse::outgoing::sms
