#include "net/outgoing.hpp"

#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <future>

namespace gatehouse::net::test {
namespace {

using std::chrono::milliseconds;

outgoing_options allowing(std::vector<const char*> networks)
{
    outgoing_options options;
    for (const char* each : networks)
        options.allowed.push_back(read_network(each).value());
    return options;
}

outgoing_answer ask(outgoing_client& client, outgoing_request what)
{
    std::promise<outgoing_answer> promise;
    auto coming = promise.get_future();
    client.post(std::move(what),
                [&promise](outgoing_answer answer) { promise.set_value(std::move(answer)); });
    return coming.get();
}

class an_outgoing_client : public ::testing::Test {
protected:
    std::string url(std::string_view host = "127.0.0.1", std::string_view path = "/hook") const
    {
        return "http://" + std::string(host) + ":" + std::to_string(server.address().port()) +
               std::string(path);
    }
    outgoing_request to(std::string url) const
    {
        outgoing_request what;
        what.url = std::move(url);
        what.body = "text";
        return what;
    }
    std::uint64_t connections() { return server->counted()[count::accepted]; }

    test_handler handler;
    test_server server{handler};
};

TEST_F(an_outgoing_client, posts_and_hands_the_answer_back)
{
    handler.on_request = [](const request& wanted, ticket ask) {
        reply with = echo_of(wanted);
        with.status = 202;
        with.body.append(" ").append(wanted.header("X-Mark")).append(" ").append(wanted.header("Expect"));
        ask.answer(std::move(with));
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    outgoing_request what = to(url("127.0.0.1", "/hook?a=b"));
    what.headers = {"X-Mark: seen"};
    const outgoing_answer answer = ask(client, std::move(what));
    EXPECT_EQ(answer.end, outgoing_end::answered) << answer.reason;
    EXPECT_EQ(answer.status, 202U);
    EXPECT_EQ(answer.body, "POST /hook?a=b text seen ");
}

TEST_F(an_outgoing_client, uses_a_connection_again)
{
    outgoing_client client(allowing({"127.0.0.1"}));
    for (int i = 0; i < 3; ++i)
        EXPECT_EQ(ask(client, to(url())).status, 200U);
    EXPECT_EQ(connections(), 1U);
}

TEST_F(an_outgoing_client, connects_to_no_forbidden_address_however_it_is_written)
{
    outgoing_client client({});
    for (const char* host : {"127.0.0.1",
                             "127.1",
                             "127.0.1",
                             "2130706433",
                             "0x7f000001",
                             "0x7F.0x0.0x0.0x1",
                             "0177.0.0.1",
                             "0177.0.0.01",
                             "017700000001",
                             "0x7f.1",

                             "localhost",
                             "LOCALHOST",

                             "%6c%6f%63%61%6c%68%6f%73%74",
                             "%31%32%37.0.0.1",
                             "0.0.0.0",
                             "0",
                             "127.127.127.127",
                             "[::1]",
                             "[::]",
                             "[0:0:0:0:0:0:0:1]",
                             "[::ffff:127.0.0.1]",
                             "[::ffff:7f00:1]",
                             "[0:0:0:0:0:ffff:127.0.0.1]",
                             "[::127.0.0.1]",
                             "[64:ff9b::127.0.0.1]",
                             "[2002:7f00:1::]"}) {
        const outgoing_answer answer = ask(client, to(url(host)));
        EXPECT_EQ(answer.end, outgoing_end::refused) << host << ": " << answer.reason;
    }
    // Whether the name service knows these is its own matter.
    for (const char* host : {"127.0.0.1.", "localhost.", "127.0.0.1.example.invalid"})
        EXPECT_NE(ask(client, to(url(host))).end, outgoing_end::answered) << host;
    EXPECT_EQ(connections(), 0U);
}

TEST_F(an_outgoing_client, says_of_a_forbidden_address_that_it_is_refused)
{
    outgoing_client client({});
    for (const char* address :
         {"127.0.0.1", "10.0.0.1", "100.64.0.1", "169.254.169.254", "172.16.0.1", "192.168.1.1", "0.0.0.1",
          "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1"}) {
        const outgoing_answer answer = ask(client, to(url(address)));
        EXPECT_EQ(answer.end, outgoing_end::refused) << address;
        EXPECT_EQ(answer.reason, "the address " + std::string(address) +
                                     " is not public and the operator has not allowed it");
        EXPECT_LT(answer.took, milliseconds(2'000)) << address;
    }
}

TEST_F(an_outgoing_client, speaks_nothing_but_http_and_takes_no_user_name)
{
    outgoing_client client(allowing({"127.0.0.0/8"}));
    const std::string at = "127.0.0.1:" + std::to_string(server.address().port()) + "/";
    EXPECT_EQ(ask(client, to("http://" + at)).end, outgoing_end::answered);
    for (const char* begins : {"ftp://",          "ftps://",
                               "gopher://",       "dict://",
                               "ldap://",         "smtp://",
                               "telnet://",       "tftp://",
                               "imap://",         "pop3://",
                               "rtsp://",         "scp://",
                               "sftp://",         "smb://",
                               "mqtt://",         "ws://",
                               "file://",         "unix://",
                               "http://user@",    "http://user:password@",
                               "http://8.8.8.8@", "http://8.8.8.8:80@"})
        EXPECT_EQ(ask(client, to(begins + at)).end, outgoing_end::refused) << begins;
    for (const char* whole : {"", "http://", "http://[::1", "http://127.0.0.1:99999/", "http://a b/",
                              "http://@", "file:///etc/passwd", "javascript:alert(1)"})
        EXPECT_EQ(ask(client, to(whole)).end, outgoing_end::refused) << whole;
    EXPECT_EQ(server->counted()[count::requests], 1U);
}

TEST_F(an_outgoing_client, reaches_any_address_with_a_url_that_the_operator_wrote_and_only_with_that)
{
    outgoing_client client({});
    outgoing_request trusted = to(url());
    trusted.any_address = true;
    EXPECT_EQ(ask(client, trusted).status, 200U);
    // The connection stands open and must not serve a request that may not use it.
    EXPECT_EQ(ask(client, to(url())).end, outgoing_end::refused);
    EXPECT_EQ(ask(client, to(url("127.0.0.1", "/other"))).end, outgoing_end::refused);
    EXPECT_EQ(server->counted()[count::requests], 1U);
    EXPECT_EQ(connections(), 1U);
}

TEST_F(an_outgoing_client, holds_the_address_against_the_guard_that_a_name_has_when_it_connects)
{
    const std::string port = std::to_string(server.address().port());
    std::string address = "127.0.0.1";
    outgoing_options options = allowing({"127.0.0.1"});
    options.pinned = [&] { return std::vector<std::string>{"moving.example:" + port + ":" + address}; };
    outgoing_client client(std::move(options));
    handler.on_request = [](const request&, ticket ask) { ask.answer({200, "", "", {}, {}, true}); };
    EXPECT_EQ(ask(client, to(url("moving.example"))).status, 200U);
    for (const char* next : {"127.0.0.2", "10.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.9"}) {
        address = next;
        EXPECT_EQ(ask(client, to(url("moving.example"))).end, outgoing_end::refused) << next;
    }
    address = "10.0.0.1,127.0.0.1";  // one of two is allowed: that one is used
    EXPECT_EQ(ask(client, to(url("moving.example"))).status, 200U);
    EXPECT_EQ(connections(), 2U);
}

TEST_F(an_outgoing_client, reaches_a_host_on_the_site_s_own_network_but_neither_itself_nor_metadata)
{
    const std::string port = std::to_string(server.address().port());
    std::string address;
    outgoing_options options = allowing({});
    options.pinned = [&] { return std::vector<std::string>{"host.example:" + port + ":" + address}; };
    outgoing_client client(std::move(options));
    outgoing_request what = to(url("host.example"));
    what.on_site = true;
    what.connect_deadline = milliseconds(50);
    // Wherever the name points at that moment.
    for (const char* next : {"127.0.0.1", "127.0.0.2", "0.0.0.0", "169.254.169.254", "100.100.100.200", "::1",
                             "::ffff:127.0.0.1", "::ffff:169.254.169.254", "fe80::1", "fd00:ec2::254",
                             "224.0.0.1", "64:ff9b::127.0.0.1"}) {
        address = next;
        EXPECT_EQ(ask(client, what).end, outgoing_end::refused) << next;
    }
    for (const char* next : {"10.255.255.1", "192.168.255.254", "172.31.255.1", "::ffff:10.255.255.1"}) {
        address = next;
        EXPECT_NE(ask(client, what).end, outgoing_end::refused) << next;
        what.on_site = false;
        EXPECT_EQ(ask(client, what).end, outgoing_end::refused) << next;
        what.on_site = true;
    }
    EXPECT_EQ(connections(), 0U);
}

TEST_F(an_outgoing_client, speaks_every_method_and_hands_the_first_cookie_back)
{
    handler.on_request = [](const request& wanted, ticket ask) {
        reply with = echo_of(wanted);
        with.headers = {{"Set-Cookie", "session=abc; Path=/; HttpOnly"}, {"Set-Cookie", "other=1"}};
        ask.answer(std::move(with));
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    for (const char* method : {"GET", "POST", "PUT", "DELETE"}) {
        outgoing_request what = to(url());
        what.method = method;
        what.body = std::string_view(method) == "PUT" || std::string_view(method) == "POST" ? "text" : "";
        what.answer_most = 12;
        const outgoing_answer answer = ask(client, what);
        EXPECT_EQ(answer.body, (method + std::string(" /hook ") + what.body).substr(0, 12));
        EXPECT_EQ(answer.cookie, "session=abc");
    }
}

TEST_F(an_outgoing_client, follows_no_redirect)
{
    test_handler elsewhere;
    test_server other(elsewhere);
    const std::string there = "http://127.0.0.1:" + std::to_string(other.address().port()) + "/";
    handler.on_request = [&there](const request&, ticket ask) {
        ask.answer({307, "", "", {{"Location", there}}, {}, false});
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    const outgoing_answer answer = ask(client, to(url()));
    EXPECT_EQ(answer.end, outgoing_end::answered);
    EXPECT_EQ(answer.status, 307U);
    client.stop(milliseconds(0));
    EXPECT_EQ(other->counted()[count::accepted], 0U);
}

TEST_F(an_outgoing_client, asks_no_proxy_of_the_environment)
{
    test_handler proxying;
    test_server proxy(proxying);
    const std::string there = "http://127.0.0.1:" + std::to_string(proxy.address().port());
    for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
        ::setenv(name, there.c_str(), 1);
    outgoing_client client(allowing({"127.0.0.1"}));
    EXPECT_EQ(ask(client, to(url())).status, 200U);
    for (const char* name : {"http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"})
        ::unsetenv(name);
    EXPECT_EQ(proxy->counted()[count::accepted], 0U);
}

TEST_F(an_outgoing_client, gives_up_at_the_deadline_and_keeps_serving_others_meanwhile)
{
    ticket_rack rack;
    handler.on_request = [&rack](const request& wanted, ticket ask) {
        if (wanted.path == "/slow")
            rack.put(std::move(ask));
        else
            ask.answer(echo_of(wanted));
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    outgoing_request slow = to(url("127.0.0.1", "/slow"));
    slow.deadline = milliseconds(500);
    std::promise<outgoing_answer> promise;
    auto coming = promise.get_future();
    client.post(slow, [&promise](outgoing_answer answer) { promise.set_value(std::move(answer)); });
    const ticket held = rack.take();
    EXPECT_EQ(ask(client, to(url())).status, 200U);
    EXPECT_EQ(coming.wait_for(milliseconds(0)), std::future_status::timeout);
    const outgoing_answer late = coming.get();
    EXPECT_EQ(late.end, outgoing_end::failed);
    EXPECT_EQ(late.reason, "no answer within the deadline");
    EXPECT_GE(late.took, milliseconds(490));
}

TEST_F(an_outgoing_client, keeps_the_beginning_of_an_answer_that_is_too_long)
{
    handler.on_request = [](const request&, ticket ask) {
        ask.answer({200, "text/plain", std::string(10 << 20, 'x'), {}, {}, false});
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    const outgoing_answer answer = ask(client, to(url()));
    EXPECT_EQ(answer.end, outgoing_end::answered);
    EXPECT_EQ(answer.status, 200U);
    EXPECT_EQ(answer.body.size(), std::size_t{64} << 10U);
}

TEST_F(an_outgoing_client, fails_on_an_answer_whose_head_is_too_long)
{
    handler.on_request = [](const request&, ticket ask) {
        reply with;
        for (int i = 0; i < 100; ++i)
            with.headers.emplace_back("X-Filler", std::string(1000, 'x'));
        ask.answer(std::move(with));
    };
    outgoing_client client(allowing({"127.0.0.1"}));
    const outgoing_answer answer = ask(client, to(url()));
    EXPECT_EQ(answer.end, outgoing_end::failed);
    EXPECT_EQ(answer.reason, "the head of the answer is too long");
}

TEST_F(an_outgoing_client, hands_out_when_to_come_again)
{
    handler.on_request = [](const request&, ticket ask) { ask.answer({503, "", "", {}, 17, false}); };
    outgoing_client client(allowing({"127.0.0.1"}));
    EXPECT_EQ(ask(client, to(url())).retry_after, "17");
}

TEST_F(an_outgoing_client, fails_where_nobody_listens)
{
    outgoing_client client(allowing({"127.0.0.0/8"}));
    EXPECT_EQ(ask(client, to("http://127.9.9.9:" + std::to_string(server.address().port()))).end,
              outgoing_end::failed);
}

TEST_F(an_outgoing_client, ends_what_is_under_way_when_it_is_stopped_and_takes_nothing_afterwards)
{
    ticket_rack rack;
    handler.on_request = [&rack](const request&, ticket ask) { rack.put(std::move(ask)); };
    outgoing_client client(allowing({"127.0.0.1"}));
    std::promise<outgoing_answer> promise;
    client.post(to(url()), [&promise](outgoing_answer answer) { promise.set_value(std::move(answer)); });
    const ticket held = rack.take();
    const auto began = std::chrono::steady_clock::now();
    client.stop(milliseconds(100));
    EXPECT_LT(std::chrono::steady_clock::now() - began, milliseconds(3'000));
    EXPECT_EQ(promise.get_future().get().end, outgoing_end::stopped);
    EXPECT_EQ(ask(client, to(url())).end, outgoing_end::stopped);
}

TEST_F(an_outgoing_client, lets_what_is_under_way_end_within_the_grace)
{
    ticket_rack rack;
    handler.on_request = [&rack](const request&, ticket ask) { rack.put(std::move(ask)); };
    outgoing_client client(allowing({"127.0.0.1"}));
    std::promise<outgoing_answer> promise;
    client.post(to(url()), [&promise](outgoing_answer answer) { promise.set_value(std::move(answer)); });
    ticket held = rack.take();
    auto stopping = std::async(std::launch::async, [&client] { client.stop(std::chrono::minutes(1)); });
    held.answer({200, "", "", {}, {}, false});
    stopping.get();
    EXPECT_EQ(promise.get_future().get().status, 200U);
}

TEST_F(an_outgoing_client, takes_no_more_requests_at_once_than_it_is_told)
{
    ticket_rack rack;
    handler.on_request = [&rack](const request&, ticket ask) { rack.put(std::move(ask)); };
    outgoing_options options = allowing({"127.0.0.1"});
    options.requests_most = 1;
    outgoing_client client(std::move(options));
    std::promise<outgoing_answer> promise;
    client.post(to(url()), [&promise](outgoing_answer answer) { promise.set_value(std::move(answer)); });
    ticket held = rack.take();
    EXPECT_EQ(ask(client, to(url())).reason, "too many requests are under way");
    held.answer({200, "", "", {}, {}, false});
    EXPECT_EQ(promise.get_future().get().status, 200U);
}

}  // namespace
}  // namespace gatehouse::net::test
