#include "net/http_server.hpp"

#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>
#include <stdexcept>
#include <thread>

namespace gatehouse::net::test {
namespace {

class a_server : public ::testing::Test {
protected:
    // The handler keeps every request until the test answers it.
    void hold_requests()
    {
        answers.on_request = [this](const request& wanted, ticket ask) {
            {
                const std::lock_guard lock(mutex);
                paths.emplace_back(wanted.path);
            }
            held.put(std::move(ask));
        };
    }
    static reply text(std::string body) { return {200, "text/plain", std::move(body), {}, {}, false}; }

    test_handler answers;
    ticket_rack held;
    std::mutex mutex;
    std::vector<std::string> paths;  // of the requests handed over
    std::vector<std::string> handed_over()
    {
        const std::lock_guard lock(mutex);
        return paths;
    }
};

std::string body_of(std::optional<response> got)
{
    return got ? got->body : "nothing";
}

TEST_F(a_server, keeps_a_connection_for_many_requests)
{
    test_server server(answers);
    raw_client client = server.connect();
    for (int i = 0; i < 100; ++i) {
        client.send(post("/a", std::to_string(i)));
        EXPECT_EQ(body_of(client.read()), "POST /a " + std::to_string(i));
    }
    const counters seen = server->counted();
    EXPECT_EQ(seen[count::accepted], 1u);
    EXPECT_EQ(seen[count::requests], 100u);
    EXPECT_EQ(seen.open_connections, 1u);
}

TEST_F(a_server, writes_its_fixed_headers_and_a_date)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/"));
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header("X-Profile"), "lab");
    EXPECT_EQ(got->header("Content-Type"), "text/plain");
    EXPECT_EQ(got->header("Date").size(), std::string("Tue, 24 Nov 2026 08:00:00 GMT").size());
    EXPECT_EQ(got->header("Connection"), "");
}

TEST_F(a_server, tells_the_handler_where_a_request_came_from)
{
    std::string facts;
    answers.on_request = [&facts](const request& wanted, ticket ask) {
        facts = wanted.source.address.to_string() + " " + std::to_string(wanted.source.port) +
                (wanted.local.is_loopback ? " loopback" : "") + (wanted.local.is_tls ? " tls" : "");
        ask.answer({});
    };
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/"));
    ASSERT_TRUE(client.read());
    const std::string over = transport_of_run() == transport::tls ? " tls" : "";
    EXPECT_EQ(facts, "127.0.0.1 " + std::to_string(client.local().port()) + " loopback" + over);
}

TEST_F(a_server, answers_pipelined_requests_in_one_write)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/0"));
    EXPECT_EQ(body_of(client.read()), "GET /0 ");
    const unsigned before = client.segments_received();
    client.send(get("/1") + post("/2", "hi") + get("/3"));
    EXPECT_EQ(body_of(client.read()), "GET /1 ");
    EXPECT_EQ(body_of(client.read()), "POST /2 hi");
    EXPECT_EQ(body_of(client.read()), "GET /3 ");
    EXPECT_EQ(client.segments_received(), before + 1);
}

TEST_F(a_server, hands_over_a_pipelined_request_only_when_the_former_is_answered)
{
    hold_requests();
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/1") + get("/2") + get("/3"));
    std::vector<std::string> expected;
    for (const std::string name : {"1", "2", "3"}) {
        ticket ask = held.take();
        expected.push_back("/" + name);
        EXPECT_EQ(handed_over(), expected);
        ask.answer(text(name));
        EXPECT_EQ(body_of(client.read()), name);
    }
}

TEST_F(a_server, answers_in_order_when_some_answers_come_from_another_thread)
{
    answers.on_request = [this](const request& wanted, ticket ask) {
        if (wanted.path == "/later")
            held.put(std::move(ask));
        else
            ask.answer(echo_of(wanted));
    };
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/1") + get("/later") + get("/3") + get("/later") + get("/5"));
    held.take().answer(text("first"));
    held.take().answer(text("second"));
    for (const std::string expected : {"GET /1 ", "first", "GET /3 ", "second", "GET /5 "})
        EXPECT_EQ(body_of(client.read()), expected);
}

TEST_F(a_server, delivers_a_batch_of_later_answers_when_woken)
{
    hold_requests();
    test_server server(answers, quick_limits(), 2);
    std::vector<raw_client> clients;
    for (int i = 0; i < 20; ++i)
        clients.push_back(server.connect());
    for (raw_client& each : clients)
        each.send(get("/"));
    std::vector<ticket> batch;
    while (batch.size() < clients.size())
        batch.push_back(held.take());
    EXPECT_EQ(server->tickets_in_flight(), clients.size());
    for (ticket& each : batch)
        each.answer_later(text("done"));
    EXPECT_EQ(server->tickets_in_flight(), 0u);
    server->wake();
    for (raw_client& each : clients)
        EXPECT_EQ(body_of(each.read()), "done");
}

TEST_F(a_server, answers_500_for_a_ticket_dropped_on_another_thread)
{
    hold_requests();
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/lost"));
    {
        const ticket dropped = held.take();
    }
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 500u);
    EXPECT_EQ(got->body, "500 /lost");
}

TEST_F(a_server, answers_500_for_a_ticket_the_handler_drops_or_throws_away)
{
    answers.on_request = [](const request& wanted, ticket) {
        if (wanted.path == "/throw")
            throw std::runtime_error("handler");
    };
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/drop") + get("/throw"));
    EXPECT_EQ(body_of(client.read()), "500 /drop");
    EXPECT_EQ(body_of(client.read()), "500 /throw");
    EXPECT_EQ(server->counted()[count::handler_failures], 1u);
    EXPECT_EQ(server->tickets_in_flight(), 0u);
}

TEST_F(a_server, answers_500_instead_of_a_header_that_breaks_out)
{
    answers.on_request = [](const request&, ticket ask) {
        ask.answer({200, {}, "secret", {{"X", "a\r\nSet-Cookie: b"}}, {}, false});
    };
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/p"));
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 500u);
    EXPECT_EQ(got->body, "500 /p");
    EXPECT_EQ(got->header("Set-Cookie"), "");
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_server, drops_and_counts_an_answer_whose_client_is_gone)
{
    hold_requests();
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/"));
    ticket ask = held.take();
    client.abort();
    ask.answer(text("late"));
    while (server->counted().open_connections > 0)
        std::this_thread::yield();
    EXPECT_EQ(server->counted()[count::dropped_answers], 1u);
}

TEST_F(a_server, answers_head_without_body)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + get("/b"));
    const auto got = client.read(true);
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header("Content-Length"), std::to_string(std::string("HEAD /a ").size()));
    EXPECT_EQ(body_of(client.read()), "GET /b ");
}

TEST_F(a_server, says_continue_to_a_client_that_waits_with_its_body)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    const auto interim = client.read();
    ASSERT_TRUE(interim);
    EXPECT_EQ(interim->head, "HTTP/1.1 100 Continue\r\n\r\n");
    client.send("hello");
    EXPECT_EQ(body_of(client.read()), "POST /p hello");
}

TEST_F(a_server, refuses_a_body_too_large_before_the_client_sends_it)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 1001\r\n\r\n");
    EXPECT_EQ(body_of(client.read()), "413 /p");
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(server->counted().refused(413), 1u);
}

TEST_F(a_server, lets_a_client_read_the_refusal_that_goes_on_sending)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 8000000\r\n\r\n");
    EXPECT_TRUE(client.send(std::string(8'000'000, 'a')));
    EXPECT_EQ(body_of(client.read()), "413 /p");
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_server, closes_when_the_answer_says_so)
{
    answers.on_request = [](const request&, ticket ask) { ask.answer({200, {}, "bye", {}, {}, true}); };
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/") + get("/"));
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header("Connection"), "close");
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_server, says_keep_alive_to_a_1_0_client)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header("Connection"), "keep-alive");
}

TEST_F(a_server, answers_a_client_that_has_ended_its_output)
{
    hold_requests();
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/"));
    client.end_output();
    held.take().answer(text("still here"));
    EXPECT_EQ(body_of(client.read()), "still here");
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_server, reads_a_request_that_comes_byte_by_byte)
{
    test_server server(answers);
    raw_client client = server.connect();
    for (const char c : post("/slow", "hello"))
        client.send({&c, 1});
    EXPECT_EQ(body_of(client.read()), "POST /slow hello");
}

TEST_F(a_server, shares_connections_out_among_its_threads)
{
    std::vector<std::thread::id> seen;
    answers.on_request = [&](const request&, ticket ask) {
        const std::lock_guard lock(mutex);
        seen.push_back(std::this_thread::get_id());
        ask.answer({});
    };
    test_server server(answers, quick_limits(), 2);
    std::vector<raw_client> clients;
    for (int i = 0; i < 64; ++i) {
        clients.push_back(server.connect());
        clients.back().send(get("/"));
        ASSERT_TRUE(clients.back().read());
    }
    std::sort(seen.begin(), seen.end());
    EXPECT_EQ(std::unique(seen.begin(), seen.end()) - seen.begin(), 2);
}

TEST_F(a_server, does_not_start_on_an_address_that_is_taken)
{
    test_server first(answers);
    http_options options;
    options.listen = {{first.address(), nullptr}};
    http_server second(answers, options);
    EXPECT_THROW(second.start(), boost::system::system_error);
}

TEST_F(a_server, listens_on_several_addresses)
{
    http_options options;
    options.listen = {any_port(), any_port(transport_of_run(), boost::asio::ip::address_v6::loopback())};
    options.threads = 2;
    answers.on_request = [](const request& wanted, ticket ask) {
        ask.answer(text(wanted.source.address.to_string()));
    };
    http_server server(answers, options);
    server.start();
    const std::vector<std::string> expected = {"127.0.0.1", "::1"};
    for (std::size_t i = 0; i < expected.size(); ++i) {
        raw_client client(server.addresses()[i]);
        client.send(get("/"));
        EXPECT_EQ(body_of(client.read()), expected[i]);
    }
}

}  // namespace
}  // namespace gatehouse::net::test
