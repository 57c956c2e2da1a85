#include "net/reply_writer.hpp"

#include "net/ascii.hpp"

#include <boost/beast/http/status.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

namespace gatehouse::net {
namespace {

bool is_line_safe(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return is_control(c); });
}

bool is_writable(const reply& what)
{
    if (what.status < 200 || what.status > 999 || !is_line_safe(what.content_type))
        return false;
    return std::all_of(what.headers.begin(), what.headers.end(), [](const auto& header) {
        return !header.first.empty() &&
               std::all_of(header.first.begin(), header.first.end(), is_token_char) &&
               is_line_safe(header.second);
    });
}

void append_number(std::string& out, std::uint64_t number)
{
    std::array<char, 20> digits;
    const auto [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), number);
    out.append(digits.data(), end);
}

void append_two_digits(std::string& out, unsigned number)
{
    out.push_back(static_cast<char>('0' + number / 10 % 10));
    out.push_back(static_cast<char>('0' + number % 10));
}

void append_status_line(std::string& out, unsigned status)
{
    if (status == 200) {
        out.append("HTTP/1.1 200 OK\r\n");
        return;
    }
    const auto reason = boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(status));
    out.append("HTTP/1.1 ");
    append_number(out, status);
    out.push_back(' ');
    out.append(reason.data(), reason.size());
    out.append("\r\n");
}

void append_connection(std::string& out, const reply_shape& shape)
{
    if (shape.closes)
        out.append("Connection: close\r\n");
    else if (shape.is_http_1_0)
        out.append("Connection: keep-alive\r\n");
}

// RFC 9112, 6: how the body's end is known. Without either line it is the connection's end (HTTP/1.0).
void append_framing(std::string& out, const reply& what, const reply_shape& shape)
{
    if (!shape.goes_on) {
        out.append("Content-Length: ");
        append_number(out, what.source ? what.source->size() : what.body.size());
        out.append("\r\n");
    } else if (!shape.is_http_1_0) {
        out.append("Transfer-Encoding: chunked\r\n");
    }
}

}  // namespace

bool append_header(std::string& out, std::string_view name, std::string_view value)
{
    if (!is_line_safe(name) || !is_line_safe(value))
        return false;
    out.append(name).append(": ").append(value).append("\r\n");
    return true;
}

bool append_reply(std::string& out, const reply& what, const reply_shape& shape)
{
    if (!is_writable(what))
        return false;
    // RFC 9110, 8.6 and 15.4.5: a 204 has no length, and neither it nor a 304 has a body.
    const bool has_body = what.status != 204 && what.status != 304;
    append_status_line(out, what.status);
    out.append(shape.fixed_lines);
    if (!what.content_type.empty() && has_body)
        append_header(out, "Content-Type", what.content_type);
    if (has_body)
        append_framing(out, what, shape);
    for (const auto& [name, value] : what.headers)
        append_header(out, name, value);
    if (what.retry_after) {
        out.append("Retry-After: ");
        append_number(out, *what.retry_after);
        out.append("\r\n");
    }
    append_connection(out, shape);
    out.append("\r\n");
    if (has_body && !shape.is_head)
        out.append(what.body);
    return true;
}

void append_date(std::string& out, std::int64_t seconds)
{
    constexpr std::string_view days = "SunMonTueWedThuFriSat";
    constexpr std::string_view months = "JanFebMarAprMayJunJulAugSepOctNovDec";
    const std::chrono::sys_seconds at{std::chrono::seconds{seconds}};
    const auto day = std::chrono::floor<std::chrono::days>(at);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{at - day};
    out.append("Date: ").append(days.substr(std::chrono::weekday{day}.c_encoding() * 3, 3)).append(", ");
    append_two_digits(out, static_cast<unsigned>(date.day()));
    out.push_back(' ');
    out.append(months.substr((static_cast<unsigned>(date.month()) - 1) * 3, 3)).push_back(' ');
    append_number(out, static_cast<std::uint64_t>(static_cast<int>(date.year())));
    out.push_back(' ');
    append_two_digits(out, static_cast<unsigned>(time.hours().count()));
    out.push_back(':');
    append_two_digits(out, static_cast<unsigned>(time.minutes().count()));
    out.push_back(':');
    append_two_digits(out, static_cast<unsigned>(time.seconds().count()));
    out.append(" GMT\r\n");
}

}  // namespace gatehouse::net
