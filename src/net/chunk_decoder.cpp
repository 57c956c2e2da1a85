#include "net/chunk_decoder.hpp"

#include "net/ascii.hpp"

#include <algorithm>

namespace gatehouse::net {
namespace {

// Room for any honest extension or trailer.
constexpr std::size_t max_size_line = 256;
constexpr std::size_t max_trailers = 4096;
constexpr std::uint64_t max_size = std::uint64_t{1} << 60;

int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    const char lower = to_lower(c);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

}  // namespace

chunk_decoder::progress chunk_decoder::read(std::string_view bytes, std::string& body)
{
    std::size_t consumed = 0;
    while (consumed < bytes.size()) {
        if (at_ == at::data) {
            const auto take = static_cast<std::size_t>(
                std::min<std::uint64_t>(size_, bytes.size() - consumed));
            body.append(bytes.substr(consumed, take));
            consumed += take;
            size_ -= take;
            if (size_ == 0)
                at_ = at::data_cr;
            continue;
        }
        const state now = step(bytes[consumed++]);
        if (now != state::more)
            return {now, consumed};
    }
    return {state::more, consumed};
}

chunk_decoder::state chunk_decoder::step(char c)
{
    switch (at_) {
    case at::size_begin:
    case at::size:
    case at::extension:
    case at::size_end: return step_size(c);
    case at::data: break;
    case at::data_cr: return expect(c, '\r', at::data_lf);
    case at::data_lf: line_bytes_ = 0; return expect(c, '\n', at::size_begin);
    case at::line_begin:
    case at::name:
    case at::value:
    case at::line_end:
    case at::last_lf: return step_trailer(c);
    }
    return state::malformed;
}

chunk_decoder::state chunk_decoder::step_size(char c)
{
    if (at_ == at::size_end)
        return c == '\n' ? finish_size_line() : state::malformed;
    if (++line_bytes_ > max_size_line)
        return state::malformed;
    if (at_ == at::extension) {
        if (c == '\r')
            at_ = at::size_end;
        return c == '\r' || !is_control(c) ? state::more : state::malformed;
    }
    if (const int digit = hex_value(c); digit >= 0) {
        at_ = at::size;
        size_ = size_ * 16 + static_cast<unsigned>(digit);
        return size_ < max_size ? state::more : state::malformed;
    }
    if (at_ == at::size_begin || (c != ';' && c != '\r'))
        return state::malformed;
    at_ = c == ';' ? at::extension : at::size_end;
    return state::more;
}

chunk_decoder::state chunk_decoder::finish_size_line()
{
    if (size_ > room_)
        return state::too_large;
    room_ -= static_cast<std::size_t>(size_);
    at_ = size_ == 0 ? at::line_begin : at::data;
    line_bytes_ = 0;
    return state::more;
}

chunk_decoder::state chunk_decoder::step_trailer(char c)
{
    if (++line_bytes_ > max_trailers)
        return state::malformed;
    if (at_ == at::last_lf)
        return c == '\n' ? state::done : state::malformed;
    if (at_ == at::line_end)
        return expect(c, '\n', at::line_begin);
    if (at_ == at::value) {
        if (c == '\r')
            at_ = at::line_end;
        return c == '\r' || !is_control(c) ? state::more : state::malformed;
    }
    if (at_ == at::line_begin && c == '\r') {
        at_ = at::last_lf;
        return state::more;
    }
    if (at_ == at::name && c == ':') {
        at_ = at::value;
        return state::more;
    }
    at_ = at::name;
    return is_token_char(c) ? state::more : state::malformed;
}

chunk_decoder::state chunk_decoder::expect(char c, char wanted, at next)
{
    at_ = next;
    return c == wanted ? state::more : state::malformed;
}

}  // namespace gatehouse::net
