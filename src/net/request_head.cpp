#include "net/request_head.hpp"

#include "net/ascii.hpp"
#include "net/request_target.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/basic_parser.hpp>

#include <algorithm>

namespace gatehouse::net {
namespace {

namespace http = boost::beast::http;
using boost::beast::error_code;

std::string_view standard(boost::beast::string_view text)
{
    return {text.data(), text.size()};
}

verb to_verb(http::verb method)
{
    switch (method) {
    case http::verb::get: return verb::get;
    case http::verb::head: return verb::head;
    case http::verb::post: return verb::post;
    case http::verb::put: return verb::put;
    case http::verb::patch: return verb::patch;
    case http::verb::delete_: return verb::delete_;
    case http::verb::options: return verb::options;
    default: return verb::other;
    }
}

// Beast reads the lines; its own body reading is never entered (see chunk_decoder.hpp).
class line_reader final : public http::basic_parser<true> {
public:
    explicit line_reader(request_head& head) : head_(head)
    {
        header_limit(static_cast<std::uint32_t>(max_head_size));
        body_limit(boost::none);
    }

    bool is_connect = false;
    unsigned hosts = 0;
    unsigned lengths = 0;
    unsigned transfer_codings = 0;
    std::string_view host;
    std::string_view length;
    std::string_view transfer_coding;
    bool has_content_coding = false;
    bool has_other_expectation = false;

private:
    void on_request_impl(http::verb method, boost::beast::string_view method_text,
                         boost::beast::string_view target, int version, error_code&) override
    {
        is_connect = method == http::verb::connect;
        head_.method = to_verb(method);
        head_.method_text = standard(method_text);
        head_.target = standard(target);
        head_.is_http_1_0 = version == 10;
    }

    void on_field_impl(http::field name, boost::beast::string_view text, boost::beast::string_view value,
                       error_code& error) override
    {
        if (head_.field_count == max_fields) {
            error = http::error::header_limit;
            return;
        }
        head_.fields[head_.field_count++] = {standard(text), standard(value)};
        note(name, standard(value));
    }

    void note(http::field name, std::string_view value)
    {
        switch (name) {
        case http::field::host:
            ++hosts;
            host = value;
            break;
        case http::field::content_length:
            ++lengths;
            length = value;
            break;
        case http::field::transfer_encoding:
            ++transfer_codings;
            transfer_coding = value;
            break;
        case http::field::content_encoding:
            has_content_coding = has_content_coding || !same_ignoring_case(value, "identity");
            break;
        case http::field::expect:
            head_.expects_continue = same_ignoring_case(value, "100-continue");
            has_other_expectation = has_other_expectation || !head_.expects_continue;
            break;
        default: break;
        }
    }

    void on_response_impl(int, boost::beast::string_view, int, error_code&) override {}
    void on_header_impl(error_code&) override {}
    void on_body_init_impl(const boost::optional<std::uint64_t>&, error_code&) override {}
    std::size_t on_body_impl(boost::beast::string_view, error_code&) override { return 0; }
    void on_chunk_header_impl(std::uint64_t, boost::beast::string_view, error_code&) override {}
    std::size_t on_chunk_body_impl(std::uint64_t, boost::beast::string_view, error_code&) override
    {
        return 0;
    }
    void on_finish_impl(error_code&) override {}

    request_head& head_;
};

// "HTTP/d.d" at the end of the first line is a version we do not speak; but not in the HTTP/2 preface, whose
// sender would not understand the answer.
refusal refuse_version(std::string_view bytes)
{
    const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
    const std::string_view version = line.size() < 9 ? "" : line.substr(line.size() - 9);
    const bool is_version = version.starts_with(" HTTP/") && is_digit(version[6]) && version[7] == '.' &&
                            is_digit(version[8]) && std::count(line.begin(), line.end(), ' ') == 2;
    if (is_version && !line.starts_with("PRI * "))
        return {505, "only HTTP/1.0 and HTTP/1.1 are spoken here"};
    return {400, "malformed request line"};
}

refusal refuse_lines(error_code error, std::string_view bytes)
{
    if (error == http::error::bad_version)
        return refuse_version(bytes);
    if (error == http::error::bad_method || error == http::error::bad_target)
        return {400, "malformed request line"};
    if (error == http::error::header_limit)
        return {431, "too many header fields"};
    if (error == http::error::bad_content_length || error == http::error::multiple_content_length ||
        error == http::error::bad_transfer_encoding)
        return {400, "doubtful message length"};
    return {400, "malformed header field"};
}

std::optional<refusal> judge_target(const line_reader& lines, request_head& head)
{
    const auto parts = split_target(head.method, head.target);
    if (!parts || lines.is_connect)
        return refusal{400, "request target not served here"};
    head.path = parts->path;
    head.query = parts->query;
    return std::nullopt;
}

bool is_decimal(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

// RFC 9112, 6.3, without its leniences: one length or one "chunked", never both.
std::optional<refusal> judge_framing(const line_reader& lines, request_head& head)
{
    constexpr refusal doubt{400, "doubtful message length"};
    if (lines.lengths + lines.transfer_codings > 1)
        return doubt;
    if (lines.lengths == 1) {
        if (!is_decimal(lines.length))
            return doubt;
        head.content_length = lines.content_length().value();
    }
    if (lines.transfer_codings == 1) {
        if (head.is_http_1_0 || !same_ignoring_case(lines.transfer_coding, "chunked"))
            return doubt;
        head.is_chunked = true;
    }
    return std::nullopt;
}

std::optional<refusal> judge_fields(const line_reader& lines, request_head& head)
{
    if (lines.hosts > 1 || (lines.hosts == 0 && !head.is_http_1_0) || !is_valid_host(lines.host))
        return refusal{400, "one valid Host is needed"};
    if (head.is_http_1_0)
        head.expects_continue = false;
    else if (lines.has_other_expectation)
        return refusal{417, "only 100-continue can be expected"};
    if (lines.has_content_coding)
        return refusal{415, "no content coding is understood"};
    return std::nullopt;
}

}  // namespace

std::optional<std::size_t> head_scanner::scan(std::string_view bytes)
{
    constexpr refusal too_large{431, "header too large"};
    if (scanned_ == 0 && !bytes.empty() && !is_token_char(bytes.front()))
        refused_ = refusal{400, "malformed request line"};
    while (!refused_) {
        const std::size_t feed = bytes.find('\n', scanned_);
        const bool found = feed != std::string_view::npos;
        if ((found ? feed : bytes.size()) >= max_head_size) {
            refused_ = too_large;
            break;
        }
        scanned_ = found ? feed + 1 : bytes.size();
        if (!found)
            break;
        const std::string_view line = bytes.substr(line_start_, feed - line_start_);
        refused_ = check_line(line);
        if (!refused_ && line.size() == 1)
            return scanned_;
        line_start_ = scanned_;
        ++lines_;
    }
    return std::nullopt;
}

// `line` is without its line feed.
std::optional<refusal> head_scanner::check_line(std::string_view line) const
{
    if (line.empty() || line.back() != '\r')
        return refusal{400, "a line ends without carriage return"};
    if (line.front() == ' ' || line.front() == '\t')
        return refusal{400, "folded header field"};
    if (line.size() > 1 && lines_ > max_fields)
        return refusal{431, "too many header fields"};
    return std::nullopt;
}

std::optional<refusal> parse_head(std::string_view bytes, request_head& head)
{
    line_reader lines(head);
    error_code error;
    const std::size_t read = lines.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    // The target first: a refusal for a later reason can then speak the protocol of its path.
    if (!head.target.empty())
        if (const auto refused = judge_target(lines, head))
            return refused;
    if (error)
        return refuse_lines(error, bytes);
    if (read != bytes.size() || !lines.is_header_done())
        return refusal{400, "malformed header field"};
    head.keeps_alive = lines.keep_alive();
    if (const auto refused = judge_framing(lines, head))
        return refused;
    return judge_fields(lines, head);
}

}  // namespace gatehouse::net
