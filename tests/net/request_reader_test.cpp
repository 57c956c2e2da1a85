#include "net/request_reader.hpp"

#include "net/framing_corpus.hpp"
#include "net/reader_transcript.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net::test {
namespace {

constexpr std::size_t body_limit = 1000;

std::vector<std::string> lines_of(std::initializer_list<std::string_view> pieces)
{
    reader_transcript reading(body_limit);
    for (const std::string_view piece : pieces)
        reading.feed(piece);
    return reading.lines();
}

// The long ones hold nothing but repetition; every hundredth split of them will do.
std::size_t stride_of(const framing_case& each)
{
    return each.wire.size() > 3000 ? 101 : 1;
}

TEST(request_reader, reads_each_case_of_the_framing_corpus)
{
    for (const framing_case& each : framing_corpus())
        EXPECT_EQ(lines_of({each.wire}), each.answers) << each.name;
}

TEST(request_reader, reads_the_same_split_at_any_byte)
{
    for (const framing_case& each : framing_corpus()) {
        const std::string_view wire = each.wire;
        for (std::size_t at = 1; at < wire.size(); at += stride_of(each))
            ASSERT_EQ(lines_of({wire.substr(0, at), wire.substr(at)}), each.answers)
                << each.name << " at " << at;
    }
}

TEST(request_reader, reads_the_same_byte_by_byte)
{
    for (const framing_case& each : framing_corpus()) {
        reader_transcript reading(body_limit);
        for (const char c : each.wire)
            reading.feed({&c, 1});
        EXPECT_EQ(reading.lines(), each.answers) << each.name;
    }
}

TEST(request_reader, waits_while_any_byte_of_a_good_request_is_missing)
{
    const std::string wire =
        "POST /p HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
    for (std::size_t size = 0; size < wire.size(); ++size)
        EXPECT_EQ(lines_of({std::string_view(wire).substr(0, size)}), std::vector<std::string>{}) << size;
    EXPECT_EQ(lines_of({wire}), std::vector<std::string>{"POST /p hi"});
}

TEST(request_reader, gives_all_parts_of_a_request)
{
    const std::string wire =
        "POST http://h/a/b?c=d HTTP/1.1\r\nHost: h\r\nX-One:  1 \r\nx-one: 2\r\nVoid:\r\n"
        "Content-Length: 2\r\n\r\nhi";
    request_reader reader;
    const auto head = reader.read(wire);
    ASSERT_EQ(head.now, request_reader::state::head);
    ASSERT_TRUE(reader.admit_body(2));
    const auto body = reader.read(std::string_view(wire).substr(head.consumed));
    ASSERT_EQ(body.now, request_reader::state::complete);
    EXPECT_EQ(head.consumed + body.consumed, wire.size());

    const request& got = reader.parsed();
    EXPECT_EQ(got.method, verb::post);
    EXPECT_EQ(got.method_text, "POST");
    EXPECT_EQ(got.target, "http://h/a/b?c=d");
    EXPECT_EQ(got.path, "/a/b");
    EXPECT_EQ(got.query, "c=d");
    EXPECT_EQ(got.body, "hi");
    EXPECT_EQ(got.headers.size(), 5u);
    EXPECT_EQ(got.header("X-ONE"), "1");
    EXPECT_EQ(got.header("void"), "");
    EXPECT_TRUE(got.has_header("void"));
    EXPECT_FALSE(got.has_header("x-two"));
    EXPECT_EQ(got.header("x-two").data(), nullptr);
}

TEST(request_reader, leaves_a_whole_body_where_it_is)
{
    const std::string wire = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";
    request_reader reader;
    const std::size_t head = reader.read(wire).consumed;
    reader.admit_body(2);
    reader.read(std::string_view(wire).substr(head));
    EXPECT_EQ(reader.parsed().body.data(), wire.data() + head);
    EXPECT_EQ(reader.kept_body(), 0u);
}

TEST(request_reader, keeps_head_and_body_when_the_bytes_go_away)
{
    std::string wire = "POST /p?q HTTP/1.1\r\nHost: h\r\nX: y\r\nContent-Length: 4\r\n\r\nhi";
    request_reader reader;
    const std::size_t head = reader.read(wire).consumed;
    reader.admit_body(4);
    EXPECT_EQ(reader.read(std::string_view(wire).substr(head)).now, request_reader::state::more);
    EXPECT_EQ(reader.kept_body(), 2u);
    std::fill(wire.begin(), wire.end(), '?');
    EXPECT_EQ(reader.read("!!").now, request_reader::state::complete);
    const request& got = reader.parsed();
    EXPECT_EQ(got.method_text, "POST");
    EXPECT_EQ(got.path, "/p");
    EXPECT_EQ(got.query, "q");
    EXPECT_EQ(got.header("x"), "y");
    EXPECT_EQ(got.body, "hi!!");
}

TEST(request_reader, knows_the_path_when_a_later_part_is_refused)
{
    const auto path_when_refused = [](std::string_view wire) {
        request_reader reader;
        EXPECT_EQ(reader.read(wire).now, request_reader::state::refused);
        return std::string(reader.path());
    };
    EXPECT_EQ(path_when_refused("GET /a?b HTTP/1.1\r\n\r\n"), "/a");
    EXPECT_EQ(path_when_refused("GET /a HTTP/1.1\r\nHost: x\r\nContent-Length: y\r\n\r\n"), "/a");
    EXPECT_EQ(path_when_refused("GET /a HTTP/1.1\r\nHost: x\r\nContent-Encoding: br\r\n\r\n"), "/a");
    EXPECT_EQ(path_when_refused("GET /a HTTP/1.1\r\nHost: x\n\r\n"), "");
    EXPECT_EQ(path_when_refused("GET a HTTP/1.1\r\nHost: x\r\n\r\n"), "");
}

TEST(request_reader, is_blank_until_a_request_begins)
{
    request_reader reader;
    EXPECT_TRUE(reader.is_blank());
    reader.read("\r");
    EXPECT_FALSE(reader.is_blank());
    reader.read("\n");
    EXPECT_TRUE(reader.is_blank());
    reader.read("G");
    EXPECT_FALSE(reader.is_blank());
}

TEST(request_reader, forgets_all_of_a_request_on_reset)
{
    request_reader reader;
    reader.read("HEAD /a HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
    reader.admit_body(2);
    reader.read("h");
    reader.reset();
    EXPECT_TRUE(reader.is_blank());
    EXPECT_EQ(reader.path(), "");
    ASSERT_EQ(reader.read("GET /b HTTP/1.1\r\nHost: x\r\n\r\n").now, request_reader::state::complete);
    const request& got = reader.parsed();
    EXPECT_EQ(got.method, verb::get);
    EXPECT_EQ(got.headers.size(), 1u);
    EXPECT_EQ(got.body, "");
    EXPECT_TRUE(reader.keeps_alive());
    EXPECT_FALSE(reader.is_http_1_0());
    EXPECT_FALSE(reader.expects_continue());
}

TEST(a_peer, is_of_a_network_whose_addresses_are_one_caller)
{
    const auto network = [](const char* address) {
        return peer{boost::asio::ip::make_address(address), 1}.network();
    };
    EXPECT_EQ(network("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(network("::ffff:192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(network("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
    EXPECT_EQ(network("2001:db8:1:2:ffff::1"), network("2001:db8:1:2:3:4:5:6"));
    EXPECT_NE(network("2001:db8:1:3::1"), network("2001:db8:1:2::1"));
}

}  // namespace
}  // namespace gatehouse::net::test
