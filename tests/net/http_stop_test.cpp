#include "net/http_server.hpp"
#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace gatehouse::net::test {
namespace {

using std::chrono::milliseconds;

struct stopping : ::testing::Test {
    stopping()
    {
        answers.on_request = [this](const request& wanted, ticket ask) {
            if (wanted.path == "/hold")
                held.put(std::move(ask));
            else
                ask.answer(echo_of(wanted));
        };
    }
    static void expect_last(raw_client& client, const std::string& body)
    {
        const auto got = client.read();
        ASSERT_TRUE(got);
        EXPECT_EQ(got->body, body);
        EXPECT_EQ(got->header("Connection"), "close");
        EXPECT_TRUE(client.is_at_end());
    }

    test_handler answers;
    ticket_rack held;
};

TEST_F(stopping, ends_idle_connections_and_comes_to_its_end)
{
    test_server server(answers);
    raw_client fresh = server.connect();
    raw_client used = server.connect();
    used.send(get("/"));
    ASSERT_TRUE(used.read());
    server->stop();
    EXPECT_TRUE(fresh.is_at_end());
    EXPECT_TRUE(used.is_at_end());
    server->join();
    EXPECT_EQ(server->counted().open_connections, 0u);
    EXPECT_EQ(server->counted()[count::cut_off], 0u);
}

TEST_F(stopping, ends_though_an_idle_client_keeps_its_side_open)
{
    test_server server(answers);
    raw_client client = server.connect();
    server->stop();
    server->join();
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(stopping, takes_no_new_connections)
{
    test_server server(answers);
    const auto address = server.address();
    server->stop();
    server->join();
    EXPECT_THROW(raw_client{address}, std::runtime_error);
}

TEST_F(stopping, waits_for_an_answer)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/hold"));
    ticket ask = held.take();
    server->stop();
    ask.answer({200, {}, "held", {}, {}, false});
    expect_last(client, "held");
    server->join();
}

TEST_F(stopping, finishes_a_request_of_which_a_part_has_come)
{
    test_server server(answers);
    raw_client in_head = server.connect();
    raw_client in_body = server.connect();
    in_head.send("GET /head HT");
    in_body.send("POST /body HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhel");
    while (server->counted()[count::bytes_in] < 12 + 54)
        std::this_thread::yield();
    raw_client idle = server.connect();
    server->stop();
    EXPECT_TRUE(idle.is_at_end());  // now idle connections have been ended
    in_head.send("TP/1.1\r\nHost: x\r\n\r\n");
    in_body.send("lo");
    expect_last(in_head, "GET /head ");
    expect_last(in_body, "POST /body hello");
    server->join();
}

TEST_F(stopping, answers_all_that_was_pipelined_and_says_close_on_the_last)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/hold") + get("/2") + get("/hold") + get("/4"));
    ticket ask = held.take();
    server->stop();
    ask.answer({200, {}, "1", {}, {}, false});
    held.take().answer({200, {}, "3", {}, {}, false});
    for (const std::string expected : {"1", "GET /2 ", "3"}) {
        const auto got = client.read();
        ASSERT_TRUE(got);
        EXPECT_EQ(got->body, expected);
        EXPECT_EQ(got->header("Connection"), "");
    }
    expect_last(client, "GET /4 ");
    server->join();
}

TEST_F(stopping, counts_what_lies_in_the_socket_as_received)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/hold"));
    ticket ask = held.take();
    client.send(get("/behind"));
    server->stop();
    ask.answer({200, {}, "held", {}, {}, false});
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->header("Connection"), "");
    expect_last(client, "GET /behind ");
    server->join();
}

TEST_F(stopping, cuts_off_at_the_end_of_its_grace)
{
    test_server server(answers);
    raw_client client = server.connect();
    client.send(get("/hold"));
    const ticket never = held.take();
    raw_client in_head = server.connect();
    in_head.send("GET");
    while (server->counted()[count::bytes_in] < get("/hold").size() + 3)
        std::this_thread::yield();
    server->stop(milliseconds(50));
    server->join();
    EXPECT_EQ(server->counted()[count::cut_off], 2u);
    EXPECT_EQ(client.read_to_end(), "");
}

TEST_F(stopping, leaves_late_tickets_without_harm)
{
    ticket late;
    {
        test_server server(answers);
        raw_client client = server.connect();
        client.send(get("/hold"));
        late = held.take();
    }
    late.answer({200, {}, "late", {}, {}, false});
}

// Clients that ask as fast as they can, on kept connections or each time on a new one, until the server is
// gone.
class crowd {
public:
    explicit crowd(const test_server& server) : address_(server.address()) {}

    void start(int keeping, int reconnecting)
    {
        for (int i = 0; i < keeping + reconnecting; ++i)
            threads_.emplace_back([this, keeps = i < keeping] { ask_until_gone(keeps); });
    }
    void join()
    {
        for (std::thread& each : threads_)
            each.join();
    }

    std::atomic<int> sent = 0, answered = 0, resets = 0;

private:
    void ask_until_gone(bool keeps)
    {
        try {
            for (;;) {
                raw_client client(address_);
                while (ask(client) && keeps) {}
                resets += client.was_reset() ? 1 : 0;
            }
        } catch (const std::runtime_error&) {
            // The listener is closed.
        }
    }
    // False when the server has said that it closes.
    bool ask(raw_client& client)
    {
        if (!client.send(get("/load")))
            return false;
        ++sent;
        const auto got = client.read();
        answered += got ? 1 : 0;
        return got && got->header("Connection") != "close";
    }

    const boost::asio::ip::tcp::endpoint address_;
    std::vector<std::thread> threads_;
};

void expect_no_loss(handler& answers)
{
    limits bounds = quick_limits();
    bounds.drain = milliseconds(50);
    test_server server(answers, bounds, 2);
    crowd clients(server);
    clients.start(8, 8);
    while (server->counted()[count::requests] < 500)
        std::this_thread::yield();
    server->stop();
    server->join();
    clients.join();
    EXPECT_EQ(clients.answered, clients.sent);
    EXPECT_EQ(clients.resets, 0);
    EXPECT_EQ(server->counted()[count::cut_off], 0u);
}

TEST_F(stopping, under_load_answers_every_request_and_resets_none)
{
    for (int round = 0; round < 5; ++round)
        expect_no_loss(answers);
}

TEST_F(stopping, under_load_answers_from_another_thread_too)
{
    answers.on_request = [this](const request&, ticket ask) { held.put(std::move(ask)); };
    std::atomic<bool> is_over = false;
    std::thread writer([&] {
        for (;;) {
            ticket ask = held.take();
            if (is_over)
                return;
            ask.answer({200, {}, "written", {}, {}, false});
        }
    });
    for (int round = 0; round < 5; ++round)
        expect_no_loss(answers);
    is_over = true;
    held.put({});
    writer.join();
}

}  // namespace
}  // namespace gatehouse::net::test
