#include "net/http_server.hpp"
#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

namespace gatehouse::net::test {
namespace {

reply text(std::string body)
{
    return {200, "text/plain", std::move(body), {}, {}, false};
}

std::string body_of(std::optional<response> got)
{
    return got ? got->body : "nothing";
}

TEST(a_full_socket, takes_many_pipelined_requests)
{
    test_handler answers;
    test_server server(answers);
    raw_client client = server.connect(4096);
    constexpr int requests = 30'000;
    std::thread sender([&client] {
        for (int i = 0; i < requests; ++i)
            client.send(get("/" + std::to_string(i)));
    });
    for (int i = 0; i < requests; ++i)
        ASSERT_EQ(body_of(client.read()), "GET /" + std::to_string(i) + " ");
    sender.join();
}

// The socket is full while a ticket is out: its answer goes behind what the client has not taken yet.
TEST(a_full_socket, keeps_the_order_of_answers_that_come_later)
{
    test_handler answers;
    ticket_rack held;
    constexpr int rounds = 200;
    const std::string large(60'000, 'a');
    answers.on_request = [&](const request& wanted, ticket ask) {
        if (wanted.path == "/later")
            held.put(std::move(ask));
        else
            ask.answer(text(large));
    };
    test_server server(answers);
    raw_client client = server.connect(4096);
    for (int i = 0; i < rounds; ++i)
        client.send(get("/large") + get("/later"));
    std::thread answering([&] {
        while (ticket ask = held.take())
            ask.answer(text("later"));
    });
    for (std::uint64_t before = 0; server->counted()[count::bytes_out] > before;) {
        before = server->counted()[count::bytes_out];
        std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    int in_order = 0;
    while (in_order < rounds && body_of(client.read()) == large && body_of(client.read()) == "later")
        ++in_order;
    EXPECT_EQ(in_order, rounds);
    held.put({});
    answering.join();
}

TEST(a_full_socket, carries_large_bodies_both_ways)
{
    test_handler answers;
    answers.most_body = 20'000'000;
    test_server server(answers);
    std::string body(10'000'000, 'a');
    for (std::size_t i = 0; i < body.size(); ++i)
        body[i] = static_cast<char>('a' + i * 7 / 64 % 26);
    raw_client client = server.connect(16 * 1024);
    ASSERT_TRUE(client.send(post("/large", body)));
    EXPECT_TRUE(body_of(client.read()) == "POST /large " + body);
    EXPECT_EQ(server->counted().body_memory, 0u);
}

// Its bytes tell where they stand.
class counted_body final : public body_source {
public:
    explicit counted_body(std::uint64_t size, std::uint64_t readable = 1U << 30U)
        : size_(size),
          readable_(readable)
    {}

    static char at(std::uint64_t where) { return static_cast<char>('a' + where * 7 / 64 % 26); }
    std::uint64_t size() const override { return size_; }
    bool read(std::span<char> into, std::uint64_t from) const noexcept override
    {
        largest = std::max(largest, into.size());
        for (char& each : into)
            each = at(from++);
        return from <= readable_;
    }
    mutable std::size_t largest = 0;  // bytes that were asked for at once

private:
    std::uint64_t size_;
    std::uint64_t readable_;
};

TEST(a_full_socket, carries_a_body_that_is_read_piece_by_piece)
{
    constexpr std::uint64_t size = 5'000'001;
    test_handler answers;
    const auto body = std::make_shared<const counted_body>(size);
    answers.on_request = [&](const request& wanted, ticket ask) {
        if (wanted.path != "/long")
            return ask.answer(echo_of(wanted));
        reply with = text("");
        with.source = body;
        ask.answer(std::move(with));
    };
    test_server server(answers);
    raw_client client = server.connect(4096);
    client.send(get("/long") + get("/behind") + get("/long"));
    std::string expected(size, ' ');
    for (std::uint64_t i = 0; i < size; ++i)
        expected[i] = counted_body::at(i);
    EXPECT_TRUE(body_of(client.read()) == expected);
    EXPECT_EQ(body_of(client.read()), "GET /behind ");
    EXPECT_TRUE(body_of(client.read()) == expected);
    EXPECT_LE(body->largest, 64U * 1024);
    client.send("HEAD /long HTTP/1.1\r\nHost: x\r\n\r\n" + get("/behind"));
    const auto head = client.read(true);
    ASSERT_TRUE(head);
    EXPECT_EQ(head->header("Content-Length"), std::to_string(size));
    EXPECT_EQ(body_of(client.read()), "GET /behind ");
}

TEST(a_full_socket, is_closed_where_a_body_cannot_be_read_to_its_end)
{
    test_handler answers;
    answers.on_request = [&](const request&, ticket ask) {
        reply with = text("");
        with.source = std::make_shared<const counted_body>(1'000'000, 500'000);
        ask.answer(std::move(with));
    };
    test_server server(answers);
    raw_client client = server.connect(4096);
    client.send(get("/long"));
    EXPECT_FALSE(client.read());
}

}  // namespace
}  // namespace gatehouse::net::test
