#include "net/reply_writer.hpp"

#include <gtest/gtest.h>

namespace gatehouse::net {
namespace {

using namespace std::string_literals;

std::string written(const reply& what, const reply_shape& shape = {})
{
    std::string out;
    EXPECT_TRUE(append_reply(out, what, shape));
    return out;
}

TEST(reply_writer, writes_a_whole_reply)
{
    const reply what{200, "text/plain", "hello", {{"X-One", "1"}, {"X-Two", ""}}, 7, false};
    EXPECT_EQ(written(what, {false, false, false, "X-Profile: lab\r\n"}),
              "HTTP/1.1 200 OK\r\nX-Profile: lab\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n"
              "X-One: 1\r\nX-Two: \r\nRetry-After: 7\r\n\r\nhello");
}

TEST(reply_writer, writes_an_empty_reply)
{
    EXPECT_EQ(written({}), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
}

TEST(reply_writer, says_how_the_connection_goes_on)
{
    EXPECT_EQ(written({404, {}, {}, {}, {}, false}, {false, true, false, {}}),
              "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(written({404, {}, {}, {}, {}, false}, {false, false, true, {}}),
              "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n");
}

TEST(reply_writer, answers_head_with_the_length_but_without_the_body)
{
    EXPECT_EQ(written({200, "a/b", "hello", {}, {}, false}, {true, false, false, {}}),
              "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nContent-Length: 5\r\n\r\n");
}

TEST(reply_writer, announces_a_body_that_goes_on)
{
    EXPECT_EQ(written({200, "a/b", {}, {}, {}, false}, {false, false, false, {}, true}),
              "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nTransfer-Encoding: chunked\r\n\r\n");
    EXPECT_EQ(written({200, "a/b", {}, {}, {}, false}, {false, true, true, {}, true}),
              "HTTP/1.1 200 OK\r\nContent-Type: a/b\r\nConnection: close\r\n\r\n");
}

TEST(reply_writer, gives_no_body_where_none_may_be)
{
    EXPECT_EQ(written({204, "a/b", "hello", {}, {}, false}), "HTTP/1.1 204 No Content\r\n\r\n");
    EXPECT_EQ(written({304, "a/b", "hello", {}, {}, false}), "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(reply_writer, writes_nothing_when_a_header_could_break_out)
{
    std::string out = "before";
    for (const std::string& value : {"a\r\nSet-Cookie: b"s, "a\nb"s, "a\rb"s, "a\0b"s, "a\x7f"s})
        EXPECT_FALSE(append_reply(out, {200, {}, "x", {{"X", value}}, {}, false}, {})) << value;
    EXPECT_FALSE(append_reply(out, {200, {}, "x", {{"X Y", "a"}}, {}, false}, {}));
    EXPECT_FALSE(append_reply(out, {200, {}, "x", {{"", "a"}}, {}, false}, {}));
    EXPECT_FALSE(append_reply(out, {200, "a\r\nb", "x", {}, {}, false}, {}));
    EXPECT_FALSE(append_reply(out, {100, {}, "x", {}, {}, false}, {}));
    EXPECT_EQ(out, "before");
}

TEST(reply_writer, writes_text_of_any_language_in_a_header)
{
    EXPECT_EQ(written({200, {}, {}, {{"X", "\xe9\x97\xa8\t"}}, {}, false}),
              "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX: \xe9\x97\xa8\t\r\n\r\n");
}

TEST(reply_writer, writes_dates_as_http_has_them)
{
    const auto date = [](std::int64_t seconds) {
        std::string out;
        append_date(out, seconds);
        return out;
    };
    EXPECT_EQ(date(784111777), "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n");  // RFC 9110, 5.6.7
    EXPECT_EQ(date(0), "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n");
    EXPECT_EQ(date(951782399), "Date: Mon, 28 Feb 2000 23:59:59 GMT\r\n");
    EXPECT_EQ(date(951782400), "Date: Tue, 29 Feb 2000 00:00:00 GMT\r\n");
}

}  // namespace
}  // namespace gatehouse::net
