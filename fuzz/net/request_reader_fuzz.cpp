// Bytes of a connection, whole and in splits the input chooses: nothing throws, all splits read the same, and
// what we take for a body Beast takes for the same body. The first byte seeds the splits.
#include "../../tests/net/reader_transcript.hpp"
#include "net/chunk_decoder.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstdint>
#include <cstdlib>
#include <random>

namespace {

using namespace gatehouse::net;
using gatehouse::net::test::reader_transcript;

constexpr std::size_t body_limit = 4096;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

reader_transcript read_in_pieces(std::string_view bytes, std::size_t longest, unsigned seed)
{
    std::minstd_rand random(seed);
    reader_transcript reading(body_limit);
    while (!bytes.empty()) {
        const std::size_t size = std::min<std::size_t>(1 + random() % longest, bytes.size());
        reading.feed(bytes.substr(0, size));
        bytes.remove_prefix(size);
    }
    return reading;
}

// The other direction does not hold: Beast is more lenient.
void compare_with_beast(std::string_view bytes)
{
    namespace http = boost::beast::http;
    request_reader reader;
    std::size_t consumed = 0;
    for (;;) {
        const auto step = reader.read(bytes.substr(consumed));
        consumed += step.consumed;
        if (step.now == request_reader::state::complete)
            break;
        if (step.now != request_reader::state::head || !reader.admit_body(body_limit))
            return;
    }
    if (bytes.starts_with("\r\n")) {
        bytes.remove_prefix(2);
        consumed -= 2;
    }
    http::request_parser<http::string_body> beast;
    beast.eager(true);
    beast.header_limit(static_cast<std::uint32_t>(max_head_size));
    boost::beast::error_code error;
    const std::size_t read = beast.put(boost::asio::const_buffer(bytes.data(), bytes.size()), error);
    require(!error && beast.is_done() && read == consumed);
    require(beast.get().body() == reader.parsed().body);
    require(beast.keep_alive() == reader.keeps_alive());
}

void check_body_decoding(std::string_view bytes, unsigned seed)
{
    std::minstd_rand random(seed);
    std::string whole, pieces;
    chunk_decoder at_once(body_limit), in_steps(body_limit);
    const auto expected = at_once.read(bytes, whole);
    std::size_t consumed = 0;
    auto now = chunk_decoder::state::more;
    while (consumed < bytes.size() && now == chunk_decoder::state::more) {
        const auto step = in_steps.read(bytes.substr(consumed, 1 + random() % 5), pieces);
        now = step.now;
        consumed += step.consumed;
    }
    require(now == expected.now && consumed == expected.consumed && pieces == whole &&
            whole.size() <= body_limit);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    if (size == 0)
        return 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const reader_transcript whole = [bytes] {
        reader_transcript reading(body_limit);
        reading.feed(bytes);
        return reading;
    }();
    for (const std::size_t longest : {std::size_t{1}, std::size_t{7}, std::size_t{64}}) {
        const reader_transcript split = read_in_pieces(bytes, longest, data[0]);
        require(split.lines() == whole.lines() && split.is_refused() == whole.is_refused());
    }
    compare_with_beast(bytes);
    check_body_decoding(bytes, data[0]);
    return 0;
}
