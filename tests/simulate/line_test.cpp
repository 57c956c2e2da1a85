#include "simulate/line.hpp"

#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace gatehouse::simulate {
namespace {

using namespace std::chrono_literals;

class a_line : public testing::Test {
protected:
    a_line()
    {
        handler.most_body = 100'000;
        handler.on_request = [this](const net::request& wanted, net::ticket ask) {
            asked.push_back(std::string(wanted.method_text) + " " + std::string(wanted.path) + " " +
                            std::string(wanted.header("Content-Type")) + " " + std::string(wanted.body));
            ask.answer(replies.empty() ? net::reply{} : replies.front());
            if (!replies.empty())
                replies.erase(replies.begin());
        };
        who.client = "app";
        who.secret = base::secret("se&cret");
        who.licence = base::secret("licence");
    }

    void serve()
    {
        server.emplace(handler);
        who.url = "http://127.0.0.1:" + std::to_string(server->address().port()) + "/";
    }

    static net::reply json(std::string body)
    {
        return {200, "application/json", std::move(body), {}, {}, false};
    }

    net::test::test_handler handler;
    std::vector<std::string> asked;  // touched by the server's thread while a call waits for it
    std::vector<net::reply> replies;
    std::optional<net::test::test_server> server;
    line_identity who;
    std::stop_source stop;
};

TEST_F(a_line, sends_a_form_with_action_and_credentials_and_reads_the_answer)
{
    serve();
    replies = {json(R"({"data":{},"errcode":5106,"errmsg":"no"})")};
    line over(who, stop.get_token());
    const auto answer = over.call("service/card/kick", {{"cardnum", "卡 1"}, {"image_base64", "a+/b="}});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 200);
    EXPECT_EQ(answer->code(), 5106);
    EXPECT_FALSE(answer->sent_before);
    EXPECT_EQ(asked, std::vector<std::string>{
                         "POST /index.php application/x-www-form-urlencoded "
                         "action=service%2Fcard%2Fkick&appid=app&appsecret=se%26cret&authkid=licence&"
                         "cardnum=%E5%8D%A1%201&image_base64=a%2B%2Fb%3D"});
}

TEST_F(a_line, of_a_careless_reader_escapes_nothing_but_its_secrets)
{
    serve();
    who.unescaped = true;
    line over(who, stop.get_token());
    over.call("service/card/kick", {{"image_base64", "a+/b="}});
    EXPECT_EQ(asked, std::vector<std::string>{"POST /index.php application/x-www-form-urlencoded "
                                              "action=service/card/kick&appid=app&appsecret=se%26cret&"
                                              "authkid=licence&image_base64=a+/b="});
}

TEST_F(a_line, asks_again_when_the_server_bids_it_wait_and_says_so)
{
    serve();
    net::reply busy;
    busy.status = 503;
    busy.retry_after = 1;
    replies = {busy, json(R"({"errcode":0})")};
    line over(who, stop.get_token());
    const auto answer = over.call("a", {});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->code(), 0);
    EXPECT_TRUE(answer->sent_before);
    EXPECT_EQ(asked.size(), 2U);
    EXPECT_EQ(over.fault(), "the server asks to wait: 503");
}

TEST_F(a_line, takes_every_other_status_for_an_answer)
{
    serve();
    net::reply broken;
    broken.status = 500;
    broken.body = "<html>";
    replies = {broken, json(R"({"errcode":"0"})"), json("[]")};
    line over(who, stop.get_token());
    const auto answer = over.call("a", {});
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->status, 500);
    EXPECT_TRUE(answer->body.is_null());
    EXPECT_EQ(answer->code(), -1);
    EXPECT_EQ(over.call("a", {})->code(), -1) << "a code that is no number";
    EXPECT_EQ(over.call("a", {})->code(), -1) << "no object";
}

TEST_F(a_line, gives_up_when_its_patience_is_over)
{
    serve();
    server.reset();  // nobody listens there now
    line over(who, stop.get_token());
    EXPECT_FALSE(over.call("a", {}, 150ms));
    EXPECT_NE(over.fault(), "");
}

TEST_F(a_line, gives_up_at_once_when_it_is_stopped)
{
    serve();
    server.reset();
    line over(who, stop.get_token());
    std::jthread stopper([this] { stop.request_stop(); });
    EXPECT_FALSE(over.call("a", {}));
}

TEST(a_pause, ends_early_when_it_is_stopped)
{
    std::stop_source stop;
    EXPECT_TRUE(sleep_unless_stopped(stop.get_token(), 1ms));
    stop.request_stop();
    EXPECT_FALSE(sleep_unless_stopped(stop.get_token(), std::chrono::hours(24)));
}

}  // namespace
}  // namespace gatehouse::simulate
