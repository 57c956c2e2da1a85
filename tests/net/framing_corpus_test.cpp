#include "net/framing_corpus.hpp"

#include "net/test_server.hpp"

#include <gtest/gtest.h>

#include <set>

namespace gatehouse::net::test {
namespace {

using namespace std::string_literals;

std::string repeated(std::string_view text, std::size_t times)
{
    std::string out;
    for (std::size_t i = 0; i < times; ++i)
        out.append(text);
    return out;
}

// The request with these header lines, and with a Host.
std::string with(std::string_view lines, std::string_view body = {})
{
    return "POST /p HTTP/1.1\r\nHost: x\r\n" + std::string(lines) + "\r\n" + std::string(body);
}

std::string chunked(std::string_view body)
{
    return with("Transfer-Encoding: chunked\r\n", body);
}

// A GET whose head is that long.
std::string head_of_size(std::size_t size)
{
    const std::string begin = "GET / HTTP/1.1\r\nHost: x\r\nX: ";
    return begin + std::string(size - begin.size() - 4, 'a') + "\r\n\r\n";
}

using table = std::vector<framing_case>;

table good_requests()
{
    return {
        {"plain get", "GET / HTTP/1.1\r\nHost: x\r\n\r\n", {"GET / "}},
        {"post with length", with("Content-Length: 5\r\n", "hello"), {"POST /p hello"}},
        {"length 0", with("Content-Length: 0\r\n"), {"POST /p "}},
        {"post without any length", with(""), {"POST /p "}},
        {"length with zeros in front", with("Content-Length: 0005\r\n", "hello"), {"POST /p hello"}},
        {"length with blanks around", with("Content-Length: \t 5 \t\r\n", "hello"), {"POST /p hello"}},
        {"length without blank", with("Content-Length:5\r\n", "hello"), {"POST /p hello"}},
        {"length in another case", with("cONTENT-lENGTH: 5\r\n", "hello"), {"POST /p hello"}},
        {"body that looks like a request",
         with("Content-Length: 18\r\n", "GET / HTTP/1.1\r\n\r\n"),
         {"POST /p GET / HTTP/1.1\r\n\r\n"}},
        {"body with NUL", with("Content-Length: 3\r\n", "a\0b"s), {"POST /p a\0b"s}},
        {"body at the limit",
         with("Content-Length: 1000\r\n", std::string(1000, 'b')),
         {"POST /p " + std::string(1000, 'b')}},
        {"get with body", "GET /g HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", {"GET /g hi"}},
        {"delete with body",
         "DELETE /d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi",
         {"DELETE /d hi"}},
        {"put", "PUT /d HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi", {"PUT /d hi"}},
        {"method in lower case is another method", "get / HTTP/1.1\r\nHost: x\r\n\r\n", {"get / "}},
        {"unknown method", "M-SEARCH / HTTP/1.1\r\nHost: x\r\n\r\n", {"M-SEARCH / "}},
        {"method of all token characters",
         "a!#$%&'*+-.^_`|~9 / HTTP/1.1\r\nHost: x\r\n\r\n",
         {"a!#$%&'*+-.^_`|~9 / "}},
        {"query", "GET /a?b=1&c=%20 HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /a?b=1&c=%20 "}},
        {"second question mark belongs to the query",
         "GET /a?b?c HTTP/1.1\r\nHost: x\r\n\r\n",
         {"GET /a?b?c "}},
        {"path is not decoded", "GET /%2e%2E/%00 HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /%2e%2E/%00 "}},
        {"double slash stays", "GET //a//b HTTP/1.1\r\nHost: x\r\n\r\n", {"GET //a//b "}},
        {"8-bit target", "GET /\xe9\x97\xa8?\xff HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /\xe9\x97\xa8?\xff "}},
        {"absolute form", "GET http://x/a?b HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /a?b "}},
        {"absolute form, https and port", "GET HTTPS://x.y:8443/a HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /a "}},
        {"absolute form, address literal", "GET http://[::1]:80/a HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /a "}},
        {"absolute form without path", "GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", {"GET / "}},
        {"absolute form, only a query", "GET http://x?q HTTP/1.1\r\nHost: x\r\n\r\n", {"GET /?q "}},
        {"options of the server", "OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", {"OPTIONS * "}},
        {"host with port", "GET / HTTP/1.1\r\nHost: a.b-c:8080\r\n\r\n", {"GET / "}},
        {"host as address literal", "GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n", {"GET / "}},
        {"empty host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", {"GET / "}},
        {"host in another case", "GET / HTTP/1.1\r\nhOST: x\r\n\r\n", {"GET / "}},
        {"field with tabs around", with("X:\t a \t\r\n"), {"POST /p "}},
        {"field without value", with("X:\r\nY: \r\n"), {"POST /p "}},
        {"field with 8-bit value", with("X: \xe9\x97\xa8\xff\r\n"), {"POST /p "}},
        {"field name of all token characters", with("a!#$%&'*+-.^_`|~9: b\r\n"), {"POST /p "}},
        {"colon in a value", with("X: a:b::c\r\n"), {"POST /p "}},
        {"the same other field twice", with("X: a\r\nX: b\r\n"), {"POST /p "}},
        {"field of 8 KiB", with("X: " + std::string(8192, 'a') + "\r\n"), {"POST /p "}},
        {"100 fields", "GET / HTTP/1.1\r\nHost: x\r\n" + repeated("X: a\r\n", 99) + "\r\n", {"GET / "}},
        {"head of exactly 16 KiB", head_of_size(16384), {"GET / "}},
        {"one empty line in front", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n", {"GET / "}},
        {"connection keep-alive", with("Connection: keep-alive\r\n"), {"POST /p "}},
        {"te is not transfer-encoding", with("TE: trailers\r\nConnection: TE\r\n"), {"POST /p "}},
        {"upgrade is not taken",
         with("Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"),
         {"POST /p "}},
        {"identity", with("Content-Encoding: Identity\r\nContent-Length: 2\r\n", "hi"), {"POST /p hi"}},
        {"expectation whose body is here",
         with("Expect: 100-Continue\r\nContent-Length: 2\r\n", "hi"),
         {"POST /p hi"}},
        {"expectation without body", with("Expect: 100-continue\r\n"), {"POST /p "}},
        {"underscore and long names are nothing special",
         with("content_length: 7\r\nContent-Lengthx: 7\r\nTransfer-Encodings: chunked\r\n"),
         {"POST /p "}},
        {"1.0 kept alive", "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", {"GET / "}},
    };
}

table good_chunks()
{
    return {
        {"chunked", chunked("5\r\nhello\r\n0\r\n\r\n"), {"POST /p hello"}},
        {"chunked in another case",
         with("transfer-encoding: CHUNKED\r\n", "5\r\nhello\r\n0\r\n\r\n"),
         {"POST /p hello"}},
        {"chunked with blanks around",
         with("Transfer-Encoding:\t chunked \r\n", "1\r\na\r\n0\r\n\r\n"),
         {"POST /p a"}},
        {"two chunks", chunked("2\r\nhe\r\n3\r\nllo\r\n0\r\n\r\n"), {"POST /p hello"}},
        {"no chunk", chunked("0\r\n\r\n"), {"POST /p "}},
        {"last chunk with many zeros", chunked("1\r\na\r\n0000\r\n\r\n"), {"POST /p a"}},
        {"size with zeros in front",
         chunked("0000000000000000000005\r\nhello\r\n0\r\n\r\n"),
         {"POST /p hello"}},
        {"size in capitals", chunked("A\r\n0123456789\r\n0\r\n\r\n"), {"POST /p 0123456789"}},
        {"size in small letters", chunked("a\r\n0123456789\r\n0\r\n\r\n"), {"POST /p 0123456789"}},
        {"chunk that holds a chunk",
         chunked("a\r\n0\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n"),
         {"POST /p 0\r\n\r\n0\r\n\r\n"}},
        {"extension", chunked("5;a=b\r\nhello\r\n0;c\r\n\r\n"), {"POST /p hello"}},
        {"quoted extension", chunked("5;a=\"b;c\"\r\nhello\r\n0\r\n\r\n"), {"POST /p hello"}},
        {"trailers are dropped", chunked("1\r\na\r\n0\r\nX: y\r\nContent-Length: 7\r\n\r\n"), {"POST /p a"}},
        {"chunks at the limit",
         chunked("1f4\r\n" + std::string(500, 'a') + "\r\n1F4\r\n" + std::string(500, 'a') + "\r\n0\r\n\r\n"),
         {"POST /p " + std::string(1000, 'a')}},
    };
}

table sequences()
{
    const std::string one = "GET /1 HTTP/1.1\r\nHost: x\r\n\r\n";
    const std::string two = "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    const std::string three =
        "POST /3 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
    const std::string bad = "GET / HTTP/1.1\nHost: x\r\n\r\n";
    return {
        {"three in a row", one + two + three, {"GET /1 ", "POST /2 hi", "POST /3 a"}},
        {"empty line between", two + "\r\n" + one, {"POST /2 hi", "GET /1 "}},
        {"length one too short leaves its last byte to the next",
         "POST /2 HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nhi / HTTP/1.1\r\nHost: x\r\n\r\n",
         {"POST /2 h", "i / "}},
        {"nothing is read behind a bad one", one + bad + two, {"GET /1 ", "400"}, true},
        {"nothing is read behind a first bad one", bad + one, {"400"}, true},
        {"nothing is read behind a body too large", with("Content-Length: 1001\r\n", one), {"413"}, true},
        {"nothing is read behind close", with("Connection: close\r\n") + one, {"POST /p "}, true},
        {"close in another case", with("Connection: CLOSE\r\n") + one, {"POST /p "}, true},
        {"close among others", with("Connection: keep-alive, Close\r\n") + one, {"POST /p "}, true},
        {"close in a second field",
         with("Connection: keep-alive\r\nConnection: close\r\n") + one,
         {"POST /p "},
         true},
        {"1.0 closes", "GET / HTTP/1.0\r\n\r\n" + one, {"GET / "}, true},
        {"1.0 with body closes", "POST / HTTP/1.0\r\nContent-Length: 2\r\n\r\nhi", {"POST / hi"}, true},
        {"1.0 expects nothing",
         "POST / HTTP/1.0\r\nExpect: x\r\nContent-Length: 2\r\n\r\nhi",
         {"POST / hi"},
         true},
        {"1.0 with close and keep-alive closes not",
         "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n" + one,
         {"GET / ", "GET /1 "}},
    };
}

table bad_lines()
{
    table rows;
    const auto refuse = [&rows](std::string name, std::string wire) {
        rows.push_back({std::move(name), std::move(wire), {"400"}, true});
    };
    const std::string end = "Host: x\r\n\r\n";
    refuse("bare line feed in the request line", "GET / HTTP/1.1\n" + end);
    refuse("bare line feed behind a field", "GET / HTTP/1.1\r\nHost: x\n\r\n");
    refuse("bare line feed as the empty line", "GET / HTTP/1.1\r\nHost: x\r\n\n");
    refuse("only bare line feeds", "GET / HTTP/1.1\nHost: x\n\n");
    refuse("bare carriage return in the request line", "GET / HTTP/1.1\rHost: x\r\n\r\n");
    refuse("bare carriage return in a value", with("X: a\rb\r\n"));
    refuse("bare carriage return in front of a name", with("\rX: a\r\n"));
    refuse("two carriage returns", "GET / HTTP/1.1\r\r\n" + end);
    refuse("two carriage returns behind a value", with("X: a\r\r\n"));
    refuse("two empty lines in front", "\r\n\r\nGET / HTTP/1.1\r\n" + end);
    refuse("line feed in front", "\nGET / HTTP/1.1\r\n" + end);
    refuse("carriage return in front", "\rGET / HTTP/1.1\r\n" + end);
    refuse("blank in front", " GET / HTTP/1.1\r\n" + end);
    refuse("tab in front", "\tGET / HTTP/1.1\r\n" + end);
    refuse("no method", "/ HTTP/1.1\r\n" + end);
    refuse("NUL in the method", "GE\0T / HTTP/1.1\r\n"s + end);
    refuse("8-bit method", "G\xc3\x84T / HTTP/1.1\r\n" + end);
    refuse("brace in the method", "G{T / HTTP/1.1\r\n" + end);
    refuse("colon in the method", "GET: / HTTP/1.1\r\n" + end);
    refuse("two blanks behind the method", "GET  / HTTP/1.1\r\n" + end);
    refuse("two blanks behind the target", "GET /  HTTP/1.1\r\n" + end);
    refuse("tab behind the method", "GET\t/ HTTP/1.1\r\n" + end);
    refuse("tab behind the target", "GET /\tHTTP/1.1\r\n" + end);
    refuse("blank in the target", "GET /a b HTTP/1.1\r\n" + end);
    refuse("NUL in the target", "GET /a\0b HTTP/1.1\r\n"s + end);
    refuse("DEL in the target", "GET /a\x7f HTTP/1.1\r\n" + end);
    refuse("no target", "GET HTTP/1.1\r\n" + end);
    refuse("no version", "GET /\r\n" + end);
    refuse("HTTP/0.9", "GET /\r\n\r\n");
    refuse("blank behind the version", "GET / HTTP/1.1 \r\n" + end);
    refuse("version in small letters", "GET / http/1.1\r\n" + end);
    refuse("version of one digit", "GET / HTTP/1\r\n" + end);
    refuse("version without dot", "GET / HTTP/11\r\n" + end);
    refuse("version with two digits behind", "GET / HTTP/1.10\r\n" + end);
    refuse("version with two digits in front", "GET / HTTP/01.1\r\n" + end);
    refuse("version of another protocol", "GET / RTSP/1.0\r\n" + end);
    refuse("version with a comma", "GET / HTTP/1,1\r\n" + end);
    refuse("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    refuse("TLS", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"s);
    refuse("a PROXY line", "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n" + end + "GET / HTTP/1.1\r\n" + end);
    refuse("relative target", "GET a HTTP/1.1\r\n" + end);
    refuse("star for get", "GET * HTTP/1.1\r\n" + end);
    refuse("star and more", "OPTIONS *a HTTP/1.1\r\n" + end);
    refuse("fragment", "GET /a#b HTTP/1.1\r\n" + end);
    refuse("connect", "CONNECT x:443 HTTP/1.1\r\n" + end);
    refuse("connect with a path", "CONNECT / HTTP/1.1\r\n" + end);
    refuse("absolute form of another scheme", "GET ftp://x/ HTTP/1.1\r\n" + end);
    refuse("absolute form without authority", "GET http:///a HTTP/1.1\r\n" + end);
    refuse("absolute form of nothing", "GET http:// HTTP/1.1\r\n" + end);
    refuse("absolute form with user", "GET http://u@x/ HTTP/1.1\r\n" + end);
    refuse("absolute form with back slash", "GET http://x\\y/ HTTP/1.1\r\n" + end);
    return rows;
}

table bad_fields()
{
    table rows;
    const auto refuse = [&rows](std::string name, std::string_view lines) {
        rows.push_back({std::move(name), with(lines), {"400"}, true});
    };
    refuse("folded with a blank", "X: a\r\n b\r\n");
    refuse("folded with a tab", "X: a\r\n\tb\r\n");
    refuse("folded to an empty line", "X: a\r\n \r\n");
    refuse("folded length", "Content-Length:\r\n 5\r\n");
    refuse("folded coding", "Transfer-Encoding:\r\n chunked\r\n");
    refuse("blank in front of the colon", "X : a\r\n");
    refuse("tab in front of the colon", "X\t: a\r\n");
    refuse("blank in front of the length's colon", "Content-Length : 5\r\n");
    refuse("blank in front of the coding's colon", "Transfer-Encoding : chunked\r\n");
    refuse("no colon", "X\r\n");
    refuse("no name", ": a\r\n");
    refuse("blank in a name", "X Y: a\r\n");
    refuse("bracket in a name", "X(: a\r\n");
    refuse("quote in a name", "\"X\": a\r\n");
    refuse("8-bit name", "X\xc3\xa4: a\r\n");
    refuse("NUL in a name", "X\0Y: a\r\n"s);
    refuse("NUL in a value", "X: a\0b\r\n"s);
    refuse("NUL behind a value", "X: a\0\r\n"s);
    refuse("SOH in a value", "X: a\x01\r\n");
    refuse("VT in a value", "X: a\x0b\r\n");
    refuse("FF in a value", "X: a\x0c\r\n");
    refuse("ESC in a value", "X: \x1b[2J\r\n");
    refuse("US in a value", "X: a\x1f\r\n");
    refuse("DEL in a value", "X: a\x7f\r\n");
    refuse("a second host", "Host: x\r\n");
    refuse("a second, other host", "Host: y\r\n");
    refuse("a connection that is no list", "Connection: close, \"\r\n");
    rows.push_back(
        {"blank in front of the first field", "GET / HTTP/1.1\r\n Host: x\r\n\r\n", {"400"}, true});
    rows.push_back({"no host", "GET / HTTP/1.1\r\n\r\n", {"400"}, true});
    rows.push_back({"no host in absolute form", "GET http://x/ HTTP/1.1\r\n\r\n", {"400"}, true});
    for (const std::string host :
         {"a b", "a/b", "u@a", "a?b", "a#b", "a\\b", "<a>", "a, b", "\"a\"", "\xe9\x97\xa8"})
        rows.push_back({"host is " + host, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", {"400"}, true});
    rows.push_back({"bad host in 1.0", "GET / HTTP/1.0\r\nHost: a/b\r\n\r\n", {"400"}, true});
    return rows;
}

table bad_lengths()
{
    table rows;
    const std::string body = "hello";
    for (const std::string length :
         {"", "abc", "-5", "+5", "5 5", "5,5", "5, 5", "5;", "0x5", "5e0", "5.0", "'5'", "5a", "a5",
          "\xc2\xb2", ",5", "5,", "18446744073709551616", "99999999999999999999999999999999"})
        rows.push_back(
            {"length is " + length, with("Content-Length: " + length + "\r\n", body), {"400"}, true});
    for (const std::string coding : {"", "identity", "gzip", "gzip, chunked", "chunked, gzip",
                                     "chunked, chunked", "xchunked", "chunkedx", "chunked;q=1", "\"chunked\"",
                                     "chunked,", ", chunked", "identity, chunked", "chunked identity", "x"})
        rows.push_back({"coding is " + coding,
                        with("Transfer-Encoding: " + coding + "\r\n", "5\r\nhello\r\n0\r\n\r\n"),
                        {"400"},
                        true});
    const auto refuse = [&rows](std::string name, std::string_view lines) {
        rows.push_back({std::move(name), with(lines, "5\r\nhello\r\n0\r\n\r\n"), {"400"}, true});
    };
    refuse("the same length twice", "Content-Length: 5\r\nContent-Length: 5\r\n");
    refuse("two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n");
    refuse("two lengths in different case", "Content-Length: 5\r\ncontent-length: 6\r\n");
    refuse("length, then coding", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n");
    refuse("coding, then length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n");
    refuse("length 0 and coding", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n");
    refuse("length and a coding that is not chunked", "Content-Length: 5\r\nTransfer-Encoding: x\r\n");
    refuse("a coding that is not chunked, then length",
           "Transfer-Encoding: identity\r\nContent-Length: 5\r\n");
    refuse("two codings", "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n");
    refuse("two codings, one of them void", "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n");
    refuse("control in front of the coding", "Transfer-Encoding: \x0b chunked\r\n");
    rows.push_back(
        {"coding in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", {"400"}, true});
    rows.push_back(
        {"coding in 1.0, kept alive",
         "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         {"400"},
         true});
    return rows;
}

table bad_chunks()
{
    table rows;
    const auto refuse = [&rows](std::string name, std::string_view body) {
        rows.push_back({std::move(name), chunked(body), {"400"}, true});
    };
    refuse("size is no number", "g\r\n");
    refuse("no size", "\r\nhello\r\n0\r\n\r\n");
    refuse("size begins with minus", "-5\r\nhello\r\n0\r\n\r\n");
    refuse("size begins with plus", "+5\r\nhello\r\n0\r\n\r\n");
    refuse("size begins with 0x", "0x5\r\nhello\r\n0\r\n\r\n");
    refuse("size begins with a blank", " 5\r\nhello\r\n0\r\n\r\n");
    refuse("size ends with a blank", "5 \r\nhello\r\n0\r\n\r\n");
    refuse("size ends with a tab", "5\t\r\nhello\r\n0\r\n\r\n");
    refuse("blank in front of the extension", "5 ;a\r\nhello\r\n0\r\n\r\n");
    refuse("size with underscore", "1_0\r\nhello\r\n0\r\n\r\n");
    refuse("size of 2^60", "1000000000000000\r\nhello\r\n0\r\n\r\n");
    refuse("size of 2^64 + 5", "10000000000000005\r\nhello\r\n0\r\n\r\n");
    refuse("size of 257 digits", std::string(257, '0') + "\r\n\r\n");
    refuse("size ends with a line feed", "5\nhello\r\n0\r\n\r\n");
    refuse("size ends with a carriage return", "5\rhello\r\n0\r\n\r\n");
    refuse("NUL behind the size", "5\0\r\nhello\r\n0\r\n\r\n"s);
    refuse("extension ends with a line feed", "5;a\nhello\r\n0\r\n\r\n");
    refuse("extension with a carriage return", "5;a\rb\r\nhello\r\n0\r\n\r\n");
    refuse("extension with NUL", "5;a\0\r\nhello\r\n0\r\n\r\n"s);
    refuse("extension of 300 bytes", "5;" + std::string(300, 'a') + "\r\nhello\r\n0\r\n\r\n");
    refuse("data shorter than its size", "6\r\nhello\r\n0\r\n\r\n");
    refuse("data longer than its size", "4\r\nhello\r\n0\r\n\r\n");
    refuse("data ends with a line feed", "5\r\nhello\n0\r\n\r\n");
    refuse("data ends with two carriage returns", "5\r\nhello\r\r\n0\r\n\r\n");
    refuse("nothing behind the data", "5\r\nhello0\r\n\r\n");
    refuse("last chunk ends with a line feed", "0\n\r\n");
    refuse("message ends with a line feed", "0\r\n\n");
    refuse("message ends with a carriage return and more", "0\r\n\rX");
    refuse("trailer without colon", "0\r\nX\r\n\r\n");
    refuse("trailer without name", "0\r\n: a\r\n\r\n");
    refuse("folded trailer", "0\r\nX: a\r\n b\r\n\r\n");
    refuse("blank in front of a trailer", "0\r\n X: a\r\n\r\n");
    refuse("blank in front of a trailer's colon", "0\r\nX : a\r\n\r\n");
    refuse("trailer ends with a line feed", "0\r\nX: a\n\r\n");
    refuse("NUL in a trailer", "0\r\nX: \0\r\n\r\n"s);
    refuse("endless trailers", "0\r\n" + repeated("X: a\r\n", 1000) + "\r\n");
    return rows;
}

table other_refusals()
{
    const auto of_version = [](std::string_view version) {
        return "GET / " + std::string(version) + "\r\nHost: x\r\n\r\n";
    };
    return {
        {"one byte over the body limit",
         with("Content-Length: 1001\r\n", std::string(1001, 'a')),
         {"413"},
         true},
        {"a gigabyte announced", with("Content-Length: 1073741824\r\n"), {"413"}, true},
        {"2^63 announced", with("Content-Length: 9223372036854775808\r\n"), {"413"}, true},
        {"2^64 - 1 announced", with("Content-Length: 18446744073709551615\r\n"), {"413"}, true},
        {"too much announced and expected",
         with("Expect: 100-continue\r\nContent-Length: 1001\r\n"),
         {"413"},
         true},
        {"chunk over the limit", chunked("3e9\r\n"), {"413"}, true},
        {"huge chunk", chunked("fffffffffffffff\r\n"), {"413"}, true},
        {"chunks over the limit together",
         chunked("3e8\r\n" + std::string(1000, 'a') + "\r\n1\r\n"),
         {"413"},
         true},
        {"endless chunks", chunked(repeated("1\r\na\r\n", 2000)), {"413"}, true},
        {"gzip", with("Content-Encoding: gzip\r\n"), {"415"}, true},
        {"deflate", with("Content-Encoding: deflate\r\nContent-Length: 2\r\n", "hi"), {"415"}, true},
        {"br", with("content-encoding: br\r\n"), {"415"}, true},
        {"identity and gzip", with("Content-Encoding: identity, gzip\r\n"), {"415"}, true},
        {"identity, then gzip",
         with("Content-Encoding: identity\r\nContent-Encoding: gzip\r\n"),
         {"415"},
         true},
        {"gzip, then identity",
         with("Content-Encoding: gzip\r\nContent-Encoding: identity\r\n"),
         {"415"},
         true},
        {"empty content coding", with("Content-Encoding:\r\n"), {"415"}, true},
        {"another expectation", with("Expect: 200-ok\r\n"), {"417"}, true},
        {"one more expectation", with("Expect: 100-continue, x\r\n"), {"417"}, true},
        {"a second expectation", with("Expect: 100-continue\r\nExpect: x\r\n"), {"417"}, true},
        {"an empty expectation", with("Expect:\r\n"), {"417"}, true},
        {"101 fields", "GET / HTTP/1.1\r\nHost: x\r\n" + repeated("X: a\r\n", 100) + "\r\n", {"431"}, true},
        {"10,000 fields",
         "GET / HTTP/1.1\r\nHost: x\r\n" + repeated("X: a\r\n", 9999) + "\r\n",
         {"431"},
         true},
        {"head of 16 KiB and one byte", head_of_size(16385), {"431"}, true},
        {"endless head", std::string("GET /") + std::string(20000, 'a'), {"431"}, true},
        {"target of 100 kB",
         "GET /" + std::string(100'000, 'a') + " HTTP/1.1\r\nHost: x\r\n\r\n",
         {"431"},
         true},
        {"HTTP/2.0", of_version("HTTP/2.0"), {"505"}, true},
        {"HTTP/1.2", of_version("HTTP/1.2"), {"505"}, true},
        {"HTTP/0.9 with fields", of_version("HTTP/0.9"), {"505"}, true},
        {"HTTP/9.9", of_version("HTTP/9.9"), {"505"}, true},
    };
}

}  // namespace

const std::vector<framing_case>& framing_corpus()
{
    static const table all = [] {
        table joined;
        for (table& part : std::vector<table>{good_requests(), good_chunks(), sequences(), bad_lines(),
                                              bad_fields(), bad_lengths(), bad_chunks(), other_refusals()})
            joined.insert(joined.end(), part.begin(), part.end());
        return joined;
    }();
    return all;
}

namespace {

std::string text_of(const response& got)
{
    return got.status == 200 ? got.body : std::to_string(got.status);
}

TEST(framing_corpus, has_distinct_names)
{
    std::set<std::string> names;
    for (const framing_case& each : framing_corpus())
        EXPECT_TRUE(names.insert(each.name).second) << each.name;
    EXPECT_GE(names.size(), 200u);
}

// A request behind the case shows that the server sees the end of the message where we do.
TEST(http_server, answers_each_case_of_the_framing_corpus)
{
    test_handler answers;
    test_server server(answers);
    for (const framing_case& each : framing_corpus()) {
        SCOPED_TRACE(each.name);
        raw_client client = server.connect();
        client.send(each.wire);
        for (const std::string& expected : each.answers) {
            const auto got = client.read();
            ASSERT_TRUE(got);
            EXPECT_EQ(text_of(*got), expected);
            const bool is_last = &expected == &each.answers.back();
            EXPECT_EQ(got->header("Connection") == "close", each.closes && is_last);
        }
        if (each.closes) {
            EXPECT_TRUE(client.is_at_end());
        } else {
            client.send(get("/after"));
            const auto got = client.read();
            ASSERT_TRUE(got);
            EXPECT_EQ(text_of(*got), "GET /after ");
        }
    }
}

}  // namespace
}  // namespace gatehouse::net::test
