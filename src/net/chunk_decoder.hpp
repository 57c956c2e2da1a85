// The chunked transfer coding of RFC 9112, 7.1, byte by byte, so that no split of the input matters. Strict:
// Beast 1.81 takes folded trailers and wants all of them in one buffer. Extensions and trailers are checked
// for form and dropped.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace gatehouse::net {

class chunk_decoder {
public:
    enum class state : std::uint8_t { more, done, malformed, too_large };
    struct progress {
        state now;
        std::size_t consumed;
    };

    // At most `limit` bytes will be appended to the body.
    explicit chunk_decoder(std::size_t limit = 0) : room_(limit) {}

    progress read(std::string_view bytes, std::string& body);

private:
    enum class at : std::uint8_t {
        size_begin,
        size,
        extension,
        size_end,
        data,
        data_cr,
        data_lf,
        line_begin,
        name,
        value,
        line_end,
        last_lf
    };

    state step(char c);
    state step_size(char c);
    state step_trailer(char c);
    state expect(char c, char wanted, at next);
    state finish_size_line();

    std::size_t room_;
    std::uint64_t size_ = 0;
    std::size_t line_bytes_ = 0;  // of the size line at hand, or of all trailers
    at at_ = at::size_begin;
};

}  // namespace gatehouse::net
