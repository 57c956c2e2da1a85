#include "net/http_server.hpp"
#include "net/test_server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <optional>
#include <thread>

namespace gatehouse::net::test {
namespace {

using std::chrono::milliseconds;

class a_limit : public ::testing::Test {
protected:
    test_server& serve()
    {
        bounds.header = bounds.body_grace = bounds.idle = bounds.write_stall = milliseconds(10'000);
        shorten();
        return server.emplace(answers, bounds);
    }
    unsigned status_of(raw_client& client)
    {
        const auto got = client.read();
        return got ? got->status : 0;
    }
    std::uint64_t counted(count what) { return (*server)->counted()[what]; }
    void wait_until_open(std::size_t connections)
    {
        while ((*server)->counted().open_connections != connections)
            std::this_thread::yield();
    }

    std::function<void()> shorten = [] {};
    limits bounds = quick_limits();
    test_handler answers;
    std::optional<test_server> server;
};

TEST_F(a_limit, on_headers_ends_a_slow_one_with_408)
{
    shorten = [this] { bounds.header = milliseconds(50); };
    raw_client client = serve().connect();
    client.send("GET /slow HTTP/1.1\r\nHost:");
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 408u);
    EXPECT_EQ(got->header("Connection"), "close");
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(counted(count::header_timeouts), 1u);
}

TEST_F(a_limit, on_headers_is_not_moved_by_single_bytes)
{
    shorten = [this] { bounds.header = milliseconds(60); };
    raw_client client = serve().connect();
    std::thread trickle([&client] {
        client.send("GET /slow HTTP/1.1\r\nHost: x\r\nX: ");
        for (int i = 0; i < 1000 && client.send("a"); ++i)
            std::this_thread::sleep_for(milliseconds(2));
    });
    EXPECT_EQ(status_of(client), 408u);
    trickle.join();
}

TEST_F(a_limit, on_headers_holds_for_a_pipelined_one_too)
{
    shorten = [this] { bounds.header = milliseconds(50); };
    raw_client client = serve().connect();
    client.send(get("/") + "GET /slow");
    EXPECT_EQ(status_of(client), 200u);
    EXPECT_EQ(status_of(client), 408u);
}

TEST_F(a_limit, on_bodies_ends_a_slow_one_with_408_in_the_words_of_its_path)
{
    shorten = [this] { bounds.body_grace = milliseconds(50); };
    raw_client client = serve().connect();
    client.send("POST /slow HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhell");
    const auto got = client.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->body, "408 /slow");
    EXPECT_TRUE(client.is_at_end());
    EXPECT_EQ(counted(count::body_timeouts), 1u);
}

TEST_F(a_limit, on_bodies_lets_a_steady_one_take_longer_than_the_grace)
{
    // The first piece comes with the head and buys twenty seconds: no test is as slow as that.
    shorten = [this] {
        bounds.body_grace = milliseconds(100);
        bounds.least_rate = 5;
    };
    raw_client client = serve().connect();
    const auto began = std::chrono::steady_clock::now();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(100, 'a'));
    for (int i = 0; i < 9; ++i) {
        std::this_thread::sleep_for(milliseconds(20));
        client.send(std::string(100, 'a'));
    }
    EXPECT_GT(std::chrono::steady_clock::now() - began, bounds.body_grace);
    EXPECT_EQ(status_of(client), 200u);
}

TEST_F(a_limit, on_bodies_ends_even_a_steady_one_at_last)
{
    shorten = [this] {
        bounds.body_most = milliseconds(100);
        bounds.least_rate = 1;
    };
    raw_client client = serve().connect();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n");
    std::thread trickle([&client] {
        for (int i = 0; i < 900 && client.send("a"); ++i)
            std::this_thread::sleep_for(milliseconds(2));
    });
    EXPECT_EQ(status_of(client), 408u);
    trickle.join();
}

TEST_F(a_limit, on_idleness_closes_without_a_word)
{
    shorten = [this] { bounds.idle = milliseconds(50); };
    raw_client client = answered_client(serve(), get("/"));
    EXPECT_TRUE(client.is_at_end());
    const std::uint64_t before = counted(count::idle_timeouts);
    EXPECT_GE(before, 1u);
    raw_client silent = server->connect();
    EXPECT_TRUE(silent.is_at_end());
    EXPECT_EQ(counted(count::idle_timeouts), before + 1);
}

TEST_F(a_limit, on_idleness_counts_a_lone_empty_line_as_nothing)
{
    shorten = [this] { bounds.idle = milliseconds(50); };
    raw_client client = serve().connect();
    client.send("\r\n");
    EXPECT_TRUE(client.is_at_end());
}

TEST_F(a_limit, on_idleness_does_not_run_while_an_answer_is_awaited)
{
    ticket_rack held;
    answers.on_request = [&held](const request&, ticket ask) { held.put(std::move(ask)); };
    shorten = [this] { bounds.idle = bounds.header = milliseconds(30); };
    auto [client, ask] = held_request(serve(), held, get("/"));
    raw_client idle = server->connect();
    EXPECT_TRUE(idle.is_at_end());
    ask.answer({});
    EXPECT_EQ(status_of(client), 200u);
}

TEST_F(a_limit, on_writing_closes_on_a_client_that_does_not_read)
{
    shorten = [this] { bounds.write_stall = milliseconds(50); };
    answers.on_request = [](const request&, ticket ask) {
        ask.answer({200, {}, std::string(30'000'000, 'a'), {}, {}, false});
    };
    raw_client client = serve().connect(4096);
    client.send(get("/"));
    while (counted(count::write_timeouts) < 1)
        std::this_thread::yield();
    wait_until_open(0);
    EXPECT_EQ(counted(count::write_timeouts), 1u);
    EXPECT_LT(client.read_to_end().size(), 30'000'000u);
}

TEST_F(a_limit, on_connections_refuses_one_too_many_with_503)
{
    shorten = [this] { bounds.connections = 2; };
    serve();
    raw_client first = server->connect();
    std::optional<raw_client> second(server->connect());
    wait_until_open(2);
    raw_client third = server->connect();
    const auto got = third.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 503u);
    EXPECT_EQ(got->header("Retry-After"), "1");
    EXPECT_EQ(got->header("Connection"), "close");
    EXPECT_TRUE(third.is_at_end());

    second.reset();
    // The first stays; the third lingers or is gone.
    while ((*server)->counted().open_connections > 2)
        std::this_thread::yield();
    first.send(get("/"));
    EXPECT_EQ(status_of(first), 200u);
    EXPECT_EQ(counted(count::turned_away), 1u);
}

TEST_F(a_limit, on_connections_makes_room_when_one_ends)
{
    shorten = [this] { bounds.connections = 1; };
    serve();
    for (int i = 0; i < 20; ++i) {
        {
            raw_client client = server->connect();
            client.send(get("/"));
            EXPECT_EQ(status_of(client), 200u);
        }
        wait_until_open(0);
    }
}

TEST_F(a_limit, on_connections_closes_at_once_when_there_is_no_room_for_refusals)
{
    shorten = [this] {
        bounds.connections = 1;
        bounds.linger = milliseconds(10'000);
    };
    serve();
    std::vector<raw_client> clients;
    for (int i = 0; i < 65; ++i)
        clients.push_back(server->connect());
    wait_until_open(65);
    raw_client one_more = server->connect();
    EXPECT_EQ(one_more.read_to_end(), "");
    EXPECT_EQ(counted(count::turned_away), 65u);
}

TEST_F(a_limit, on_connections_of_one_source_refuses_the_next)
{
    shorten = [this] { bounds.per_source = 1; };
    serve();
    raw_client first = server->connect();
    wait_until_open(1);
    raw_client second = server->connect();
    EXPECT_EQ(status_of(second), 503u);
    first.send(get("/"));
    EXPECT_EQ(status_of(first), 200u);
}

TEST_F(a_limit, on_memory_for_bodies_refuses_with_503_and_recovers)
{
    shorten = [this] { bounds.body_memory = 10'000; };
    answers.most_body = 1'000'000;
    serve();
    const std::string head = "POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\n";
    raw_client first = server->connect();
    first.send(head + std::string(8000, 'a'));
    while ((*server)->counted().body_memory != 8000)
        std::this_thread::yield();
    raw_client second = server->connect();
    second.send(head + std::string(8000, 'a'));
    const auto got = second.read();
    ASSERT_TRUE(got);
    EXPECT_EQ(got->status, 503u);
    EXPECT_EQ(got->body, "503 /p");
    EXPECT_EQ(got->header("Retry-After"), "1");
    EXPECT_TRUE(second.is_at_end());

    first.send(std::string(1000, 'a'));
    EXPECT_EQ(status_of(first), 200u);
    EXPECT_EQ((*server)->counted().body_memory, 0u);
    raw_client third = server->connect();
    third.send(head + std::string(9000, 'a'));
    EXPECT_EQ(status_of(third), 200u);
}

TEST_F(a_limit, on_memory_is_given_back_when_a_client_goes_away_in_its_body)
{
    serve();
    raw_client client = server->connect();
    client.send("POST /p HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(999, 'a'));
    while ((*server)->counted().body_memory != 999)
        std::this_thread::yield();
    client.abort();
    wait_until_open(0);
    EXPECT_EQ((*server)->counted().body_memory, 0u);
}

// Lowers RLIMIT_NOFILE to what is open now.
class no_more_descriptors {
public:
    no_more_descriptors()
    {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        const int next = ::dup(0);
        ::close(next);
        rlimit lowered = before_;
        lowered.rlim_cur = static_cast<rlim_t>(next);
        ::setrlimit(RLIMIT_NOFILE, &lowered);
    }
    ~no_more_descriptors() { ::setrlimit(RLIMIT_NOFILE, &before_); }

private:
    rlimit before_{};
};

TEST_F(a_limit, on_descriptors_makes_connections_wait_without_burning_the_processor)
{
    serve();
    raw_client client = server->connect();
    wait_until_open(1);
    const int waiting = ::socket(AF_INET, SOCK_STREAM, 0);
    const auto address = server->address();
    const auto began = std::chrono::steady_clock::now();
    {
        const no_more_descriptors until_here;
        ASSERT_EQ(::connect(waiting, address.data(), static_cast<socklen_t>(address.size())), 0);
        while (counted(count::accept_failures) < 5)
            std::this_thread::yield();
        client.send(get("/"));
        EXPECT_EQ(status_of(client), 200u);
    }
    wait_until_open(2);
    // One failure a tick, not one a turn of a loop.
    const auto ticks = (std::chrono::steady_clock::now() - began) / bounds.tick;
    EXPECT_LE(counted(count::accept_failures), static_cast<std::uint64_t>(ticks) + 2);
    ::close(waiting);
}

}  // namespace
}  // namespace gatehouse::net::test
