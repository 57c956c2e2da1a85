#include "outgoing/wechat/service_account.hpp"
#include "support/fake_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace gatehouse::outgoing::wechat {
namespace {

using model::attempt_end;

// Those of spec/wechat.md §5, which the vendor published.
TEST(a_page_s_signature, is_what_the_vendor_published)
{
    constexpr std::string_view ticket =
        "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg";
    constexpr std::int64_t at = 1414587457;
    EXPECT_EQ(sign_page(ticket, "Wm3WZYTPz0wzccnW", at, "http://mp.weixin.qq.com?params=value"),
              "0f9de62fce790f9a083d5c99e95740ceb90c27ed");
    EXPECT_EQ(sign_page(ticket, "Wm3WZYTPz0wzccnW", at, "http://mp.weixin.qq.com#part"),
              "f4d90daf4b3bca3078ab155816175ba34c443a7b");
}

TEST(the_way_to_wechat_s_login, keeps_the_order_of_its_parameters)
{
    account as;
    as.app_id = "wx1";
    EXPECT_EQ(
        authorize_url(as, "https://a.cn/p?x=1", "snsapi_base", "s1"),
        "https://open.weixin.qq.com/connect/oauth2/authorize?appid=wx1&redirect_uri=https%3A%2F%2Fa.cn%2Fp%3F"
        "x%3D1&response_type=code&scope=snsapi_base&state=s1#wechat_redirect");
}

ops::notice a_notice(std::string openid = "o1")
{
    ops::notice what;
    what.kind = model::notice_kind::guest_signin;
    what.recipient = std::move(openid);
    what.template_id = "399LquLmEmb7-h-_Zu1n6EEjBf0qhgjS3Dn2M2FWRmQ";
    what.words = {{"visitor_name", "张三 & \"李四\""}, {"start_time", "2020-07-30 18:29"}};
    what.url = "https://gate.cn/qrcode/1.png?a=1&b=2";
    return what;
}

TEST(a_template_message, is_filled_by_the_configured_fields_within_their_limits)
{
    account as;
    const auto fields = ops::read_template_fields(
        {"signin_to_visitor.thing1 = {visitor_name}一二三四五六七八九十一二三",
         "signin_to_visitor.phrase2={status}已签到成功了", "signin_to_visitor.time3={start_time}"},
        standard_fields());
    as.fields = std::get<ops::template_fields>(fields);
    EXPECT_EQ(
        template_message(as, a_notice(), "msg_1"),
        R"({"touser":"o1","template_id":"399LquLmEmb7-h-_Zu1n6EEjBf0qhgjS3Dn2M2FWRmQ",)"
        R"("url":"https://gate.cn/qrcode/1.png?a=1&b=2","client_msg_id":"msg_1","data":{)"
        R"("thing1":{"value":"张三 & \"李四\"一二三四五六七八九十一"},"phrase2":{"value":"已签到成功"},)"
        R"("time3":{"value":"2020-07-30 18:29"}}})");
    for (const auto& [line, why] :
         {std::pair{"signin_to_visitor.a={nobody}", "there is no {nobody}"},
          std::pair{"face_entry.a=b", "there is no such message"}, std::pair{"a=b", "must look like"},
          std::pair{"signin_to_visitor.=b", "a name"}})
        EXPECT_NE(std::get<std::string>(ops::read_template_fields({line}, {})).find(why), std::string::npos)
            << line;
}

net::outgoing_answer answered(unsigned status, std::string body)
{
    net::outgoing_answer answer;
    answer.end = net::outgoing_end::answered;
    answer.status = status;
    answer.body = std::move(body);
    return answer;
}

TEST(an_answer_of_wechat, says_what_becomes_of_the_message)
{
    struct row {
        const char* body;
        attempt_end end;
        std::optional<std::int64_t> wait;
    };
    // 2026-05-28T15:00:00Z, 23:00 in China
    const base::instant now = base::from_milliseconds(1'779'980'400'000);
    for (const row& each : std::vector<row>{
             {R"({"errcode":0,"errmsg":"ok","msgid":9007199254740993})", attempt_end::delivered, {}},
             {R"({"errcode":-1,"errmsg":"system error"})", attempt_end::failed, {}},
             {R"({"errcode":40003})", attempt_end::unreached, {}},
             {R"({"errcode":43004})", attempt_end::unreached, {}},
             {R"({"errcode":43101})", attempt_end::unreached, {}},
             {R"({"errcode":43117})", attempt_end::postponed, 60},
             {R"({"errcode":45009})", attempt_end::failed, 3600},
             {R"({"errcode":45011})", attempt_end::failed, 60},
             {R"({"errcode":40037})", attempt_end::refused, {}},
             {R"({"errcode":40125})", attempt_end::refused, {}},
             {R"({"errcode":40164,"errmsg":"invalid ip 1.2.3.4, not in whitelist rid: 1"})",
              attempt_end::refused,
              {}},
             {R"({"errcode":47003})", attempt_end::refused, {}},
             {R"({"errcode":12345})", attempt_end::refused, {}},
             {R"({"errcode":"0"})", attempt_end::failed, {}},
             {R"([])", attempt_end::failed, {}},
             {R"({"errcode":0)", attempt_end::failed, {}},
             {R"(<html>)", attempt_end::failed, {}}}) {
        const auto attempt = attempt_of(read_answer(answered(200, each.body)), now);
        EXPECT_EQ(attempt.end, each.end) << each.body;
        EXPECT_EQ(attempt.is_unknown, std::string_view(each.body).find("40003") != std::string_view::npos);
        EXPECT_EQ(attempt.wait ? std::optional(attempt.wait->count()) : std::nullopt, each.wait) << each.body;
        EXPECT_EQ(attempt.outcome.find("1.2.3.4"), std::string::npos);
    }
    EXPECT_EQ(
        attempt_of(read_answer(answered(200, R"({"errcode":0,"msgid":9007199254740993})")), now).receipt,
        "9007199254740993");
    EXPECT_EQ(attempt_of(read_answer(answered(502, R"({"errcode":0})")), now).end, attempt_end::failed);
}

class a_service_account : public ::testing::Test {
protected:
    account settings(std::string secret = "fake-secret-0123456789abcdef") const
    {
        account as;
        as.url = fake.url();
        as.app_id = "wx0123456789abcdef";
        as.app_secret = base::secret(secret);
        as.fields = standard_fields();
        return as;
    }
    model::attempt send(service_account& from, std::string id = "msg_1")
    {
        std::promise<model::attempt> promise;
        auto coming = promise.get_future();
        from.send(a_notice(), id, [&](model::attempt how) { promise.set_value(std::move(how)); });
        return coming.get();
    }
    std::variant<identity, spoken> identify(service_account& by, std::string code)
    {
        std::promise<std::variant<identity, spoken>> promise;
        auto coming = promise.get_future();
        by.identify(code, [&](std::variant<identity, spoken> who) { promise.set_value(std::move(who)); });
        return coming.get();
    }
    std::ptrdiff_t count(std::string_view asked)
    {
        const auto lines = fake.asked();
        return std::count(lines.begin(), lines.end(), asked);
    }

    support::fake_process fake{"wechat"};
    net::outgoing_client client{{}};
    base::system_clock clock;
    service_account house{client, clock, settings()};
};

constexpr const char* token_call = "POST /cgi-bin/stable_token";
constexpr const char* send_call = "POST /cgi-bin/message/template/send";

TEST_F(a_service_account, fetches_one_token_for_all_threads_that_send)
{
    fake.misbehave("/cgi-bin/stable_token", "slow:0.2");
    std::vector<std::thread> threads;
    std::vector<model::attempt> attempts(16);
    for (std::size_t i = 0; i < attempts.size(); ++i)
        threads.emplace_back([&, i] { attempts[i] = send(house, "msg_" + std::to_string(i)); });
    for (std::thread& each : threads)
        each.join();
    for (const model::attempt& each : attempts) {
        EXPECT_EQ(each.end, attempt_end::delivered) << each.outcome;
        EXPECT_GT(each.receipt.size(), 15U);
    }
    EXPECT_EQ(count(token_call), 1);
    EXPECT_EQ(count(send_call), 16);
}

TEST_F(a_service_account, takes_a_new_token_once_where_the_old_one_is_over)
{
    EXPECT_EQ(send(house).end, attempt_end::delivered);
    for (const char* const code : {"error:40001", "error:40014", "error:42001"}) {
        fake.misbehave(send_call + 5, code);
        EXPECT_EQ(send(house, code).end, attempt_end::delivered) << code;
    }
    EXPECT_EQ(count(token_call), 4);
    fake.misbehave(send_call + 5, "error:40001", 2);
    EXPECT_EQ(send(house).end, attempt_end::failed) << "not for ever";
    EXPECT_EQ(count(token_call), 5);
}

TEST_F(a_service_account, fails_where_the_answer_is_hostile_and_says_no_secret)
{
    support::fake_process elsewhere{"wechat"};
    for (const std::string& path : {std::string("/cgi-bin/stable_token"), std::string(send_call + 5)})
        for (const std::string& how :
             {std::string("huge"), std::string("truncated"), std::string("wrong_type"), std::string("html"),
              std::string("garbage"), std::string("close"), std::string("status:500"),
              std::string("error:-1"), std::string("error:45011"), "redirect:" + elsewhere.url()}) {
            service_account fresh{client, clock, settings()};
            fake.misbehave(path, how);
            const auto attempt = send(fresh);
            EXPECT_EQ(attempt.end, attempt_end::failed) << path << " " << how;
            EXPECT_EQ(attempt.outcome.find("fake-secret"), std::string::npos);
        }
    EXPECT_TRUE(elsewhere.asked().empty());
    service_account wrong{client, clock, settings("another")};
    EXPECT_EQ(send(wrong).end, attempt_end::refused);
    service_account none{client, clock, {}};
    EXPECT_EQ(send(none).end, attempt_end::refused);
}

TEST_F(a_service_account, says_whose_phone_page_it_is_by_a_code_that_serves_once)
{
    EXPECT_EQ(std::get<identity>(identify(house, "code-o1")).openid, "o1");
    EXPECT_EQ(std::get<spoken>(identify(house, "code-o1")).errcode, 40163);
    EXPECT_EQ(std::get<spoken>(identify(house, "guessed")).errcode, 40029);
    EXPECT_FALSE(std::get<spoken>(identify(house, "snapshot-o2")).is_right())
        << "nobody has said who they are";
    const auto known = std::get<identity>(identify(house, "consent-o3"));
    EXPECT_EQ(known.nick, "小明");
    EXPECT_EQ(known.avatar, "https://thirdwx.qlogo.cn/mmopen/fake/132");
    fake.misbehave("/sns/oauth2/access_token", "wrong_type");
    EXPECT_FALSE(std::get<spoken>(identify(house, "code-o4")).is_right());
}

TEST_F(a_service_account, signs_pages_with_one_ticket)
{
    for (int i = 0; i < 3; ++i) {
        std::promise<std::variant<page_signature, spoken>> promise;
        auto coming = promise.get_future();
        house.sign("https://gate.cn/page?a=1#top", [&](auto made) { promise.set_value(std::move(made)); });
        const auto made = std::get<page_signature>(coming.get());
        EXPECT_EQ(made.signature,
                  sign_page("ticket-of-the-fake", made.nonce, made.timestamp, "https://gate.cn/page?a=1"));
    }
    EXPECT_EQ(count("GET /cgi-bin/ticket/getticket"), 1);
}

}  // namespace
}  // namespace gatehouse::outgoing::wechat
