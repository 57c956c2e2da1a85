#include "net/feed.hpp"

#include "net/http_server.hpp"
#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <thread>

namespace gatehouse::net::test {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

block block_of(std::string_view text)
{
    return std::make_shared<const chunk>(text);
}

// More than sockets hold.
std::string long_text()
{
    std::string text;
    text.resize(20'000'000, 'a');
    return text;
}

reply head_of_feed()
{
    return {200, "text/event-stream", {}, {}, {}, false};
}

// A request for /feed is held; every other is answered with its echo.
struct a_feed : ::testing::Test {
    a_feed()
    {
        answers.on_request = [this](const request& wanted, ticket ask) {
            if (wanted.path == "/feed")
                held.put(std::move(ask));
            else
                ask.answer(echo_of(wanted));
        };
    }
    test_server& serve(unsigned threads = 1)
    {
        server.emplace(answers, bounds, threads);
        return *server;
    }
    // A client that has read the head, and its feed.
    std::pair<raw_client, feed> connected(int receive_buffer = 0)
    {
        auto [client, ask] = held_request(*server, held, get("/feed"), receive_buffer);
        feed sender = ask.begin(head_of_feed());
        EXPECT_TRUE(client.read());
        return {std::move(client), std::move(sender)};
    }
    std::uint64_t counted(count what) { return (*server)->counted()[what]; }
    static void wait_until_closed(const feed& sender)
    {
        const auto end = std::chrono::steady_clock::now() + seconds(60);
        while (sender.is_open() && std::chrono::steady_clock::now() < end)
            std::this_thread::yield();
        EXPECT_FALSE(sender.is_open());
    }

    limits bounds = quick_limits();
    test_handler answers;
    ticket_rack held;
    std::optional<test_server> server;
};

TEST_F(a_feed, carries_each_piece_as_a_chunk_and_leaves_the_connection_usable)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed"));
    feed sender = held.take().begin(head_of_feed());
    const auto head = client.read();
    ASSERT_TRUE(head);
    EXPECT_EQ(head->status, 200u);
    EXPECT_EQ(head->header("Content-Type"), "text/event-stream");
    EXPECT_EQ(head->header("Transfer-Encoding"), "chunked");
    EXPECT_EQ(head->header("Content-Length"), "");
    EXPECT_EQ(head->header("X-Profile"), "lab");

    sender.send(block_of("one"));
    EXPECT_EQ(client.read_until("\r\none\r\n"), "3\r\none\r\n");
    sender.send(block_of(std::string(26, 'x')));
    EXPECT_EQ(client.read_until("x\r\n"), "1a\r\n" + std::string(26, 'x') + "\r\n");
    sender.end();
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "0\r\n\r\n");

    client.send(get("/next"));
    const auto next = client.read();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->body, "GET /next ");
    EXPECT_EQ(counted(count::feeds_begun), 1u);
    EXPECT_EQ(counted(count::feeds_ended), 1u);
    EXPECT_EQ(counted(count::feeds_cut_off), 0u);
}

TEST_F(a_feed, may_begin_and_end_within_the_handlers_call)
{
    answers.on_request = [](const request&, ticket ask) {
        feed sender = ask.begin(head_of_feed());
        sender.send(block_of("at once"));
    };
    serve();
    raw_client client = server->connect();
    client.send(get("/1"));
    ASSERT_TRUE(client.read());
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "7\r\nat once\r\n0\r\n\r\n");
}

TEST_F(a_feed, is_the_rest_of_the_connection_for_a_client_of_http_1_0)
{
    serve();
    raw_client client = server->connect();
    client.send("GET /feed HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
    feed sender = held.take().begin(head_of_feed());
    const auto head = client.read();
    ASSERT_TRUE(head);
    EXPECT_EQ(head->header("Connection"), "close");
    EXPECT_EQ(head->header("Transfer-Encoding"), "");
    sender.send(block_of("one"));
    sender.send(block_of("two"));
    sender.end();
    EXPECT_EQ(client.read_to_end(), "onetwo");
    EXPECT_FALSE(client.was_reset());
}

TEST_F(a_feed, that_a_head_request_asks_for_has_no_body_and_is_closed)
{
    serve();
    raw_client client = server->connect();
    client.send("HEAD /feed HTTP/1.1\r\nHost: x\r\n\r\n");
    feed sender = held.take().begin(head_of_feed());
    const auto head = client.read(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->header("Content-Type"), "text/event-stream");
    wait_until_closed(sender);
    client.send(get("/next"));
    const auto next = client.read();
    ASSERT_TRUE(next);
    EXPECT_EQ(next->body, "GET /next ");
    EXPECT_EQ(counted(count::feeds_begun), 0u);
}

TEST_F(a_feed, keeps_a_pipelined_request_waiting_until_its_end)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed") + get("/behind"));
    feed sender = held.take().begin(head_of_feed());
    ASSERT_TRUE(client.read());
    client.send(get("/later"));
    sender.send(block_of("piece"));
    EXPECT_EQ(client.read_until("piece\r\n"), "5\r\npiece\r\n");
    sender.end();
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "0\r\n\r\n");
    for (const std::string path : {"/behind", "/later"}) {
        const auto got = client.read();
        ASSERT_TRUE(got);
        EXPECT_EQ(got->body, "GET " + path + " ");
    }
}

TEST_F(a_feed, takes_nothing_that_was_sent_to_the_one_before_it)
{
    serve();
    raw_client client = server->connect();
    client.send("HEAD /feed HTTP/1.1\r\nHost: x\r\n\r\n" + get("/feed"));
    // The sender does not know yet that nobody wants a body.
    feed former = held.take().begin(head_of_feed());
    former.send_later(block_of("of the former"));
    feed sender = held.take().begin(head_of_feed());
    former.end();
    sender.send(block_of("its own"));
    ASSERT_TRUE(client.read(true));
    ASSERT_TRUE(client.read());
    EXPECT_EQ(client.read_until("own\r\n"), "7\r\nits own\r\n");
}

TEST_F(a_feed, learns_that_its_client_has_gone)
{
    serve();
    auto [polite, to_polite] = connected();
    auto [abrupt, to_abrupt] = connected();
    polite.end_output();
    abrupt.abort();
    wait_until_closed(to_polite);
    wait_until_closed(to_abrupt);
    to_polite.send(block_of("nobody hears"));
    to_abrupt.send(block_of("nobody hears"));
    EXPECT_EQ(polite.read_to_end(), "");
    while ((*server)->counted().open_connections > 0)
        std::this_thread::yield();
    EXPECT_EQ(counted(count::feeds_ended), 2u);
}

TEST_F(a_feed, survives_a_client_that_goes_away_before_it_begins)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed"));
    ticket ask = held.take();
    client.abort();
    feed sender = ask.begin(head_of_feed());
    for (int i = 0; i < 100 && sender.is_open(); ++i) {
        sender.send(block_of("piece"));
        std::this_thread::sleep_for(milliseconds(10));
    }
    wait_until_closed(sender);
}

TEST_F(a_feed, cuts_off_a_client_that_does_not_read)
{
    bounds.feed_waiting = 100'000;
    serve();
    auto [slow, to_slow] = connected(4096);
    auto [quick, to_quick] = connected();
    const block piece = block_of(std::string(50'000, 'a'));
    std::size_t most = 0;
    std::size_t sent = 0;
    while (to_slow.is_open() && sent < 1000) {
        to_slow.send(piece);
        to_quick.send(piece);
        ++sent;
        EXPECT_EQ(quick.read_until("a\r\n").size(), 50'000u + 8);
        most = std::max(most, to_slow.waiting());
    }
    EXPECT_LT(sent, 1000u);
    EXPECT_LE(most, 150'000u);  // the limit, and what is on its way to be refused
    EXPECT_TRUE(to_quick.is_open());
    EXPECT_EQ(counted(count::feeds_cut_off), 1u);
    EXPECT_EQ(slow.read_to_end().find("0\r\n\r\n"), std::string::npos);
}

TEST_F(a_feed, lets_one_piece_through_that_is_larger_than_the_limit)
{
    bounds.feed_waiting = 1000;
    serve();
    auto [client, sender] = connected();
    const std::string text = long_text();
    sender.send(block_of(text));
    EXPECT_EQ(client.read_until("\r\n"), "1312d00\r\n");
    EXPECT_EQ(client.read_until("\r\n"), text + "\r\n");
    EXPECT_TRUE(sender.is_open());
}

TEST_F(a_feed, ends_on_a_client_that_takes_nothing_for_long)
{
    bounds.write_stall = milliseconds(50);
    serve();
    auto [client, sender] = connected(4096);
    sender.send(block_of(long_text()));
    wait_until_closed(sender);
    EXPECT_GE(counted(count::write_timeouts), 1u);
}

TEST_F(a_feed, at_rest_has_no_deadline)
{
    bounds.idle = bounds.header = bounds.write_stall = milliseconds(30);
    serve();
    auto [client, sender] = connected();
    raw_client idle = server->connect();
    EXPECT_TRUE(idle.is_at_end());
    EXPECT_TRUE(sender.is_open());
    sender.send(block_of("still there"));
    EXPECT_EQ(client.read_until("there\r\n"), "b\r\nstill there\r\n");
}

TEST_F(a_feed, that_is_dropped_ends)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed"));
    {
        feed sender = held.take().begin(head_of_feed());
        sender.send_later(block_of("last words"));
    }
    ASSERT_TRUE(client.read());
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "a\r\nlast words\r\n0\r\n\r\n");
    EXPECT_EQ((*server)->tickets_in_flight(), 0u);
}

TEST_F(a_feed, with_a_head_that_breaks_out_is_a_500)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed"));
    feed sender = held.take().begin({200, {}, {}, {{"X", "a\r\nSet-Cookie: b"}}, {}, false});
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 500u);
    wait_until_closed(sender);
}

TEST_F(a_feed, among_many_gets_what_was_sent_later_when_the_server_is_woken)
{
    serve(2);
    std::vector<std::pair<raw_client, feed>> all;
    all.reserve(50);
    for (int i = 0; i < 50; ++i)
        all.push_back(connected());
    const block shared = block_of("to all");
    for (auto& [client, sender] : all)
        sender.send_later(shared);
    (*server)->wake();
    for (auto& [client, sender] : all)
        EXPECT_EQ(client.read_until("all\r\n"), "6\r\nto all\r\n");
    while (shared.use_count() != 1)  // the last one was seen before the server let go of it
        std::this_thread::yield();
}

TEST_F(a_feed, ends_cleanly_when_the_server_stops)
{
    serve();
    auto [client, sender] = connected();
    sender.send(block_of("before"));
    (*server)->stop();
    EXPECT_EQ(client.read_to_end(), "6\r\nbefore\r\n0\r\n\r\n");
    EXPECT_FALSE(client.was_reset());
    EXPECT_FALSE(sender.is_open());
    (*server)->join();
    EXPECT_EQ(counted(count::cut_off), 0u);
    EXPECT_EQ(counted(count::feeds_ended), 1u);
}

TEST_F(a_feed, that_begins_while_the_server_stops_ends_at_once)
{
    serve();
    raw_client client = server->connect();
    client.send(get("/feed") + get("/behind"));
    ticket ask = held.take();
    (*server)->stop();
    feed sender = ask.begin(head_of_feed());
    ASSERT_TRUE(client.read());
    EXPECT_EQ(client.read_until("0\r\n\r\n"), "0\r\n\r\n");
    const auto behind = client.read();
    ASSERT_TRUE(behind);
    EXPECT_EQ(behind->body, "GET /behind ");
    EXPECT_EQ(behind->header("Connection"), "close");
    (*server)->join();
}

TEST_F(a_feed, whose_client_does_not_read_does_not_hold_up_the_stop)
{
    serve();
    auto [client, sender] = connected(4096);
    sender.send(block_of(long_text()));
    const auto began = std::chrono::steady_clock::now();
    (*server)->stop(seconds(30));
    (*server)->join();
    EXPECT_LT(std::chrono::steady_clock::now() - began, seconds(25));  // of the thirty
}

TEST_F(a_feed, may_outlive_its_server)
{
    serve();
    auto [client, sender] = connected();
    server.reset();
    EXPECT_FALSE(sender.is_open());
    sender.send(block_of("late"));
    sender.end();
}

}  // namespace
}  // namespace gatehouse::net::test
